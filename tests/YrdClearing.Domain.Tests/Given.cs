using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests;

/// <summary>What tables of decisions begin with: actors, times, a key.</summary>
internal static class Given
{
    /// <summary>2026-03-02, 09:00 +08:00.</summary>
    public static readonly BusinessTime Morning = BusinessTime.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, BusinessTime.Offset));

    public static readonly PersonalHash Hash = new([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    public static CommandContext By(string actor, BusinessTime? at = null) => Actor.TryParse(actor, out var read)
        ? new(at ?? Morning, read)
        : throw new ArgumentException($"'{actor}' is no actor.", nameof(actor));

    /// <summary>The code that a decision answers: <c>ok</c> or that of scenario.md.</summary>
    public static string Outcome(this Decision decision) => decision.Rejection?.Code.Wire() ?? "ok";
}
