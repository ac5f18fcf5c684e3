using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>One book's part in clearing: how far its own sequence has been taken into cycles.</summary>
public sealed record ClearingState
{
    /// <summary>Full name of the book.</summary>
    public required string Book { get; init; }

    /// <summary>The book's sequence of the last cut-off entry up to which obligations were stated; 0 before the first.</summary>
    public long LastCutOff { get; init; }

    /// <summary>The cycle of <see cref="LastCutOff"/>; null before the first.</summary>
    public string? LastCycle { get; init; }

    /// <summary>The id of the aggregate, in the book itself.</summary>
    public static string AggregateOf(string book) => "clearing:" + book;

    public static ClearingState Evolve(ClearingState? state, DomainEvent @event) => @event switch
    {
        ObligationsStated e => Of(state, e) with { LastCutOff = e.ToSeq, LastCycle = e.Cycle },
        ClearingEvent e => Of(state, e),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is not an event of a clearing."),
    };

    private static ClearingState Of(ClearingState? state, ClearingEvent @event) => state ?? new() { Book = @event.Book };
}
