using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Backup;

/// <summary>A network under load whose backups are compared with what its clients were told.</summary>
internal sealed class BackupUnderLoad(ClearingHost host)
{
    private const int Clients = 16;

    public NetworkClient Network { get; } = new(host);

    public async Task SetUpAsync()
    {
        foreach (var line in Api.Network.Setup)
        {
            await Network.SendAsync(line);
        }
    }

    /// <summary>Orders both ways, each from its placement to its approval, some paid and clawed back.</summary>
    public Task RunAsync(IEnumerable<int> numbers) => Parallel.ForEachAsync(
        OrderAbroad.BothWays(numbers),
        new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = Stop },
        async (order, _) =>
        {
            await Network.SendAsync(order.UntilReviewed);
            await Network.SendAsync(order.Approve);
            if (order.IsClawedBack)
            {
                await Network.SendAsync(order.PayAndClawBack);
            }
        });

    public async Task WaitForAcknowledgedAsync(int commands)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (Network.Log.Count < commands)
        {
            (await tick.WaitForNextTickAsync(Stop)).ShouldBeTrue();
        }
    }

    /// <summary>
    /// The restored data are a past of the original: provable as they stand, each book's chain the beginning of the original's, and with
    /// everything that was acknowledged before the backup. The same commands sent again bring them to the original's end.
    /// </summary>
    /// <param name="options">The restored data.</param>
    /// <param name="data">The same for the command line.</param>
    /// <param name="before">What was acknowledged when the backup began.</param>
    /// <param name="original">All that was acknowledged, in the end.</param>
    /// <param name="ends">Hashes of all entries of the original, by book and sequence.</param>
    public static async Task CheckAsync(
        StoreOptions options, string[] data, IReadOnlyList<Acknowledged> before, IReadOnlyList<Acknowledged> original,
        IReadOnlyDictionary<(string Book, long Seq), string> ends)
    {
        await ShouldVerifyAsync(data);
        await using (var store = await JournalStores.OpenAsync(options with { Write = false }, TimeProvider.System, Stop))
        {
            var hashes = await HashesAsync(store);
            hashes.ShouldBeSubsetOf(ends);
            hashes.Count.ShouldBeLessThan(ends.Count, "nothing happened after the backup");
            foreach (var command in before)
            {
                var receipt = (await store.FindReceiptAsync(command.Id, Stop)).ShouldNotBeNull(command.Line);
                (receipt.Book, receipt.Seq).ShouldBe((command.Book, command.Seq));
            }
        }
        await using (var host = await ClearingHost.StartAsync(options, TimeProvider.System, Stop))
        {
            var network = new NetworkClient(host);
            foreach (var command in original)
            {
                await network.UntilAppliedAsync(await network.ExecuteAsync(command.Line, command.Id));
            }
        }
        await ShouldVerifyAsync(data);
    }

    /// <summary>The hash of every entry.</summary>
    public static async Task<Dictionary<(string Book, long Seq), string>> HashesAsync(JournalStore store)
    {
        await using var connection = await store.OpenReadAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT book, seq, hash FROM entry";
        await using var rows = await command.ExecuteReaderAsync(Stop);
        var hashes = new Dictionary<(string, long), string>();
        while (await rows.ReadAsync(Stop))
        {
            hashes.Add((rows.GetString(0), rows.GetInt64(1)), Convert.ToHexString(rows.GetFieldValue<byte[]>(2)));
        }
        return hashes;
    }

    public static async Task<string> BalancesAsync(string[] data) => (await Yrd.RunAsync(["balances", "--json", .. data])).Output;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task ShouldVerifyAsync(string[] data)
    {
        var verified = await Yrd.RunAsync(["verify", .. data]);
        verified.ExitCode.ShouldBe(ExitCode.Ok, verified.Output + verified.Error);
    }
}
