using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Replay;

/// <summary>One book in memory: numbers entries, keeps balances and obligations, and evaluates guards.</summary>
internal sealed class PaperBook
{
    private readonly List<(Obligation? Obligation, Cause? Cause)> _entries = [];

    /// <summary>Balances in fen of every account ever posted to; debit positive.</summary>
    public SortedDictionary<string, long> Balances { get; } = new(StringComparer.Ordinal);

    /// <summary>Appends the decision's entry and gives its sequence, or the code of the first guard that fails.</summary>
    public (long Seq, RejectionCode? Refused) Append(Decision decision, Cause? cause)
    {
        var after = new Dictionary<string, long>();
        foreach (var (account, fen) in decision.Grants.Where(g => !Balances.ContainsKey(g.Account)).SelectMany(g => g.Postings)
            .Concat(decision.Postings))
        {
            after[account] = after.GetValueOrDefault(account, Of(account)) + fen;
        }
        long After(string account) => after.GetValueOrDefault(account, Of(account));
        foreach (var guard in decision.Guards)
        {
            var holds = guard.Kind switch
            {
                GuardKind.NotOverdrawn => !IsOverdrawn(guard.Account, After(guard.Account)),
                GuardKind.CashCovers => After(Accounts.Cash) + After(Accounts.PaymentsInTransit) >= 0,
                GuardKind.CompensationCovers =>
                    -After(Accounts.RiskCompensation) >= Balances.Keys.Union(after.Keys).Where(IsSubrogation).Sum(After),
                GuardKind.DueToAtMost => -Balances.Keys.Union(after.Keys).Where(IsDueTo).Sum(After) <= guard.LimitFen,
                _ => throw new InvalidOperationException($"Unknown guard {guard.Kind}."),
            };
            if (!holds)
            {
                return (0, guard.Code);
            }
        }
        foreach (var (account, fen) in after)
        {
            IsOverdrawn(account, fen).ShouldBeFalse($"{account} would be {new Money(fen)} and no guard of the command says so");
            Balances[account] = fen;
        }
        _entries.Add((decision.Obligation, cause));
        return (_entries.Count, null);
    }

    public long Of(string account) => Balances.GetValueOrDefault(account);

    /// <summary>Sums per counterparty and kind of what arose or is mirrored here, within a range of the originator's sequence.</summary>
    public IReadOnlyList<Obligation> Sum(string? mirrorOf, long fromSeq, long toSeq) => _entries
        .Select((e, i) => (e.Obligation, e.Cause, Seq: mirrorOf is null ? i + 1L : e.Cause?.Seq ?? 0))
        .Where(e => e.Obligation is not null && e.Seq > fromSeq && e.Seq < toSeq)
        .Where(e => mirrorOf is null
            ? e.Obligation!.Kind is ObligationKind.Approval or ObligationKind.ClawBack
            : e.Obligation!.Kind is ObligationKind.ApprovalMirror or ObligationKind.ClawBackMirror && e.Cause?.Book == mirrorOf)
        .GroupBy(e => (e.Obligation!.Kind, e.Obligation.Counterparty))
        .Select(g => new Obligation(g.Key.Kind, g.Key.Counterparty, new(g.Sum(e => e.Obligation!.Amount.Fen))))
        .ToArray();

    private static bool IsOverdrawn(string account, long fen) => Accounts.GuardedSide(account) * Math.Sign(fen) < 0;

    private static bool IsSubrogation(string account) => account.StartsWith(Accounts.SubrogationPrefix, StringComparison.Ordinal);

    private static bool IsDueTo(string account) => account.StartsWith(Accounts.DueToPrefix, StringComparison.Ordinal);
}
