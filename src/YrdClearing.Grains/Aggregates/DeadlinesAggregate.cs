using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// Runs of deadlines, of the network and of each book. A book's part finds what is due page by page and sends each voucher its own command
/// with a derived id, so that a run that was cut off goes on where it stopped.
/// </summary>
public sealed class DeadlinesAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<DeadlinesState>(id, services, network)
{
    /// <summary>Rows per page; the vouchers of one page are asked at the same time.</summary>
    private const int PageSize = 256;

    private int _vouchers;
    private int _orders;

    protected override string BookOf(Command command) => Key;

    protected override DeadlinesState Read(IReadOnlyList<StateRow> rows) => DeadlinesRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(DeadlinesState? before, DeadlinesState after) =>
        DeadlinesRows.Changed(before, after);

    protected override DeadlinesState Evolve(DeadlinesState? state, DomainEvent @event) => DeadlinesState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command)
    {
        var funds = command is RunDeadlines
            ? (await Services.Store.BooksAsync(CancellationToken.None)).Where(Books.IsFund).Select(Books.Region).ToList()
            : [];
        return DeadlinesDecider.Decide(State, context, (DeadlinesCommand)command, new(funds, _vouchers, _orders));
    }

    protected override async Task BeforeApplyAsync(CommandContext context, Command command)
    {
        if (command is RunBookDeadlines run)
        {
            _vouchers = await RunAsync(
                run, context, VoucherRows.Kind, voucher => Task.FromResult((voucher, (Command)new ExpireVoucher(voucher))));
            _orders = await RunAsync(run, context, VoucherRows.OrderKind, async order =>
            {
                var key = await Services.Orders.FindAsync(order, CancellationToken.None)
                    ?? throw new InvalidDataException($"The order {order} has no key.");
                return (key.Voucher, new LapseOrder(order));
            });
        }
    }

    /// <summary>
    /// Sends every due row of a kind its command; returns how many took effect (others had been decided in the meantime).
    /// </summary>
    private async Task<int> RunAsync(
        RunBookDeadlines run, CommandContext context, string kind, Func<string, Task<(string Voucher, Command Command)>> partOf)
    {
        var done = 0;
        var after = "";
        while (true)
        {
            var page = await Services.Store.DueAsync(run.Book, kind, run.At.Day, after, PageSize, CancellationToken.None);
            if (page.Count == 0)
            {
                return done;
            }
            var replies = await Task.WhenAll(page.Select(async row =>
            {
                var (voucher, command) = await partOf(KeyOf(row));
                var call = CommandCall.Internal($"deadlines/{context.Cause!.Seq}/{row}", run.At, context.Actor, command);
                return await Network.ExecuteAsync("voucher:" + voucher, call);
            }));
            done += replies.Count(r => r.Rejection is null);
            after = page[^1];
        }
    }
}
