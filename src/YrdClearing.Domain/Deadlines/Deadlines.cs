using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Deadlines;

/// <summary>The last run of deadlines in a book, or (book <c>network</c>) in the whole network.</summary>
/// <param name="Book">The book.</param>
/// <param name="At">Business time of the last run.</param>
public sealed record DeadlinesState(string Book, BusinessTime At)
{
    private const string Prefix = "deadlines:";

    public static string IdOf(string book) => Prefix + book;

    public static bool IsIdOf(string aggregate) => aggregate.StartsWith(Prefix, StringComparison.Ordinal);

    public static DeadlinesState Evolve(DeadlinesState? state, DomainEvent @event) => @event switch
    {
        DeadlinesRun e => new(Books.Network, e.At),
        BookDeadlinesRun e => new(e.Book, e.At),
        MarketDeadlinesRun e => new(e.Book, e.At),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of deadlines."),
    };
}
