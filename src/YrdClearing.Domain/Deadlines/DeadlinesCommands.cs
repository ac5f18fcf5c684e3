using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Deadlines;

/// <summary>Commands of <c>deadlines:network</c> and of <c>deadlines:BOOK</c>.</summary>
public abstract record DeadlinesCommand : Command;

/// <summary>Everything whose deadline has come by the command's time takes effect, in every book.</summary>
public sealed record RunDeadlines : DeadlinesCommand;

/// <summary>The part of one book (a message of the network's run).</summary>
/// <param name="Book">The book.</param>
/// <param name="At">Business time of the run.</param>
[Stored("deadlines.run-book.1")]
public sealed record RunBookDeadlines(string Book, BusinessTime At) : DeadlinesCommand;

public static class DeadlinesCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("deadlines.run", "operator",
            "Lets vouchers expire, orders lapse and deliveries be accepted whose deadline has come.", "处理到期的创新券、订单和验收异议期。",
            _ => new RunDeadlines(),
            "{}"),
    ];
}
