using Microsoft.Extensions.Logging;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// Runs of deadlines, of the network and of each book. A book's part finds what is due page by page and sends each voucher or contract its
/// own commands with derived ids, so that a run that was cut off goes on where it stopped. What cannot be asked, for its rows are damaged,
/// holds up none of the others: people are told, and each later run asks it again.
/// </summary>
public sealed class DeadlinesAggregate(string id, ClearingServices services, INetwork network, ILogger log)
    : Aggregate<DeadlinesState>(id, services, network)
{
    /// <summary>Vouchers that are asked at the same time.</summary>
    private const int PageSize = 256;

    /// <summary>
    /// Rows that are read at a time: each read looks at all that are due, so that a night in which a million vouchers expire needs few.
    /// </summary>
    private const int ReadSize = 40 * PageSize;

    /// <summary>
    /// How long the run waits for what one of its parts causes in other books. What is committed comes to its end without it; one message
    /// that is stopped must not stop the deadlines of a whole book.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private int _vouchers;
    private int _orders;
    private int _milestones;

    /// <summary>A run that took longer than its call comes again: what is done is not gone through anew.</summary>
    protected override async ValueTask<AppliedReply> ApplyAsync(PendingMessage message, Command command) =>
        await AppliedBeforeAsync(message.Key) ?? await base.ApplyAsync(message, command);

    protected override string BookOf(Command command) => Key;

    protected override DeadlinesState Read(IReadOnlyList<StateRow> rows) => DeadlinesRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(DeadlinesState? before, DeadlinesState after) =>
        DeadlinesRows.Changed(before, after);

    protected override DeadlinesState Evolve(DeadlinesState? state, DomainEvent @event) => DeadlinesState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var books = command is RunDeadlines ? await Services.Store.BooksAsync(CancellationToken.None) : [];
        return DeadlinesDecider.Decide(State, context, (DeadlinesCommand)command, new(books, _vouchers, _orders, _milestones));
    }

    protected override async Task BeforeApplyAsync(CommandContext context, Command command)
    {
        if (command is not RunBookDeadlines run)
        {
            return;
        }
        if (Books.IsMarket(run.Book))
        {
            _milestones = 0;
            // One after the other: what one buyer's default takes from the market's compensation fund, the next one's cannot have.
            await foreach (var page in DueAsync(run, ContractRows.Kind))
            {
                foreach (var contract in page)
                {
                    _milestones += await AcceptDueAsync(contract, run, context);
                }
            }
            return;
        }
        _vouchers = await ForEachDueAsync(
            run, VoucherRows.Kind, row => SendAsync(row, VoucherState.IdOf(KeyOf(row)), new ExpireVoucher(KeyOf(row)), run, context));
        _orders = await ForEachDueAsync(run, VoucherRows.OrderKind, async row =>
            await Services.Orders.FindAsync(KeyOf(row), CancellationToken.None) is { } key
                ? await SendAsync(row, VoucherState.IdOf(key.Voucher), new LapseOrder(KeyOf(row)), run, context)
                : Failed(row, new InvalidDataException($"The order {KeyOf(row)} has no key.")));
    }

    /// <summary>
    /// Does the work of every due row of a kind; returns how much took effect (others had been decided in the meantime).
    /// </summary>
    private async Task<int> ForEachDueAsync(RunBookDeadlines run, string kind, Func<string, Task<int>> work)
    {
        var done = 0;
        await foreach (var page in DueAsync(run, kind))
        {
            done += (await Task.WhenAll(page.Select(work))).Sum();
        }
        return done;
    }

    /// <summary>Ids of due rows in the order in which they were first written, page by page.</summary>
    private async IAsyncEnumerable<IEnumerable<string>> DueAsync(RunBookDeadlines run, string kind)
    {
        var rows = await ReadAsync(DueRow.None);
        while (rows.Count > 0)
        {
            foreach (var page in rows.Chunk(PageSize))
            {
                yield return page.Select(r => r.Id);
            }
            rows = await ReadAsync(rows[^1]);
        }

        Task<IReadOnlyList<DueRow>> ReadAsync(DueRow after) =>
            Services.Store.DueAsync(run.Book, kind, run.At.Day, after, ReadSize, CancellationToken.None);
    }

    /// <summary>A contract's milestones one after the other in the order of its plan, until none is left that is due and covered.</summary>
    private async Task<int> AcceptDueAsync(string row, RunBookDeadlines run, CommandContext context)
    {
        var accepted = 0;
        while (await SendAsync($"{row}/{accepted}", row, new AcceptDueMilestone(KeyOf(row)), run, context) > 0)
        {
            accepted++;
        }
        return accepted;
    }

    /// <summary>Sends an aggregate its part and waits for what that causes in other books; returns 1 when it took effect, else 0.</summary>
    private async Task<int> SendAsync(string part, string aggregate, Command command, RunBookDeadlines run, CommandContext context)
    {
        var call = CommandCall.Internal($"deadlines/{context.Cause!.Seq}/{part}", run.At, context.Actor, command, run.Book);
        CommandReply reply;
        try
        {
            reply = await Network.ExecuteAsync(aggregate, call);
        }
        catch (Exception e) when (!Outage.Is(e))
        {
            return Failed(part, e);
        }
        if (reply.HasMessages)
        {
            using var patience = new CancellationTokenSource(LongestWait, Services.Clock);
            try
            {
                await Network.UntilAppliedAsync(reply.Book, reply.Seq, Services.Clock, patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                // Its outbox goes on with it, and tells people.
            }
        }
        return reply.Rejection is null ? 1 : 0;
    }

    private int Failed(string part, Exception why)
    {
        Telemetry.DeadlineFailed();
        log.LogCritical(why, "{Part} is due and could not be looked after in the run of {Book}: the next run tries it again", part, Key);
        return 0;
    }
}
