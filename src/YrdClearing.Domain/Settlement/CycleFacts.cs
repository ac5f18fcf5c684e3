using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>Facts that a cycle's decision needs. Only <see cref="CutOffCycle"/> needs any; otherwise <see cref="None"/>.</summary>
/// <param name="Books">Full names of the opened books (funds and markets); others are left out by the decider.</param>
public sealed record CycleFacts(IReadOnlyList<string> Books)
{
    public static readonly CycleFacts None = new([]);
}

/// <summary>Facts that a book's clearing needs, gathered from the journal as <see cref="RangeOf"/> says.</summary>
/// <param name="Obligations">Sums per counterparty and kind; for a mirror those that this book's entries hold.</param>
public sealed record ClearingFacts(IReadOnlyList<Obligation> Obligations)
{
    public static readonly ClearingFacts None = new([]);

    /// <summary>What to sum before deciding; null when the command needs no facts.</summary>
    public static ObligationRange? RangeOf(ClearingState? state, CommandContext context, ClearingCommand command) => command switch
    {
        StateObligations c => new(c.Book, MirrorOf: null, state?.LastCutOff ?? 0, BoundOf(context)),
        ConfirmMirror c => new(c.Book, c.Originator, c.FromSeq, c.ToSeq),
        _ => null,
    };

    /// <summary>The number of the cut-off entry whose message this is.</summary>
    internal static long BoundOf(CommandContext context) =>
        context.Cause?.Seq ?? throw new InvalidOperationException("Obligations are stated on the message of a cut-off entry only.");
}

/// <summary>
/// Which entries to sum: with <paramref name="MirrorOf"/> null the obligations of <paramref name="Book"/> whose own sequence lies strictly
/// between the bounds (<c>JournalStore.ObligationsAsync</c>), else the book's mirrors of that originator, whose sequence is the one meant
/// (<c>JournalStore.MirrorsAsync</c>).
/// </summary>
public sealed record ObligationRange(string Book, string? MirrorOf, long FromSeq, long ToSeq);
