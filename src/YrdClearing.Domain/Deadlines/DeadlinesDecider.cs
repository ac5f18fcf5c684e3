using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Deadlines;

/// <summary>Decides runs of deadlines. What a run does to vouchers, orders and contracts is decided by their own slice.</summary>
public static class DeadlinesDecider
{
    public static Decision Decide(DeadlinesState? state, CommandContext context, DeadlinesCommand command, DeadlinesFacts facts) =>
        command switch
        {
            RunDeadlines       => Run(context, facts),
            RunBookDeadlines c => Decision.Accept(Books.IsMarket(c.Book)
                ? new MarketDeadlinesRun(c.Book, c.At, facts.Milestones)
                : new BookDeadlinesRun(c.Book, c.At, facts.Vouchers, facts.Orders)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of deadlines."),
        };

    private static Decision Run(CommandContext context, DeadlinesFacts facts) => !context.Actor.IsOperator
        ? Decision.Reject(RejectionCode.NotAllowed)
        : Decision.Accept(new DeadlinesRun(context.At)) with
        {
            Messages = [.. facts.Books.Where(b => b != Books.Network).Select(b => Part(b, context.At))],
        };

    private static Message Part(string book, BusinessTime at) => new(book, DeadlinesState.IdOf(book), new RunBookDeadlines(book, at));
}
