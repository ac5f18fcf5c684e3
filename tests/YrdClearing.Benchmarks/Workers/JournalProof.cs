using YrdClearing.Journal;
using YrdClearing.Server.Verify;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>Proves a whole journal from its entries, as <c>yrd verify</c> does.</summary>
internal static class JournalProof
{
    /// <exception cref="InvalidOperationException">An invariant does not hold.</exception>
    public static async Task VerifyAsync(StoreOptions journal)
    {
        await using var store = await JournalStores.OpenAsync(journal with { Write = false }, TimeProvider.System, CancellationToken.None);
        var report = await Verification.RunAsync(store, [], CancellationToken.None);
        if (report.Invariants.FirstOrDefault(i => !i.Ok) is { } broken)
        {
            throw new InvalidOperationException($"{broken.Name}: {broken.Figure} {string.Join("; ", broken.Rows)}");
        }
    }
}
