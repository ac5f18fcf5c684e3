using System.Security.Cryptography;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Grains;

/// <summary>
/// The one door to the network: sends a command to its aggregate and gives back the receipt or the refusal. HTTP and replay both use it.
/// A refusal that may only mean that a message is still on its way is asked for once more after those messages have been applied.
/// </summary>
public sealed class Dispatcher(INetwork network, ClearingServices services)
{
    /// <summary>Executes one command; an exception means an unknown outcome, which the same id answers when it is sent again.</summary>
    public async Task<Outcome> ExecuteAsync(Envelope envelope, CancellationToken cancellation)
    {
        var order = OrderOf(envelope.Command);
        var route = order is null ? null : await services.Orders.FindAsync(order, cancellation);
        if (order is not null && route is null)
        {
            var hash = SHA256.HashData(envelope.Body);
            return Answer(envelope, await CommandIds.AnswerRejectionAsync(
                services.Store, envelope, hash, new Rejection(RejectionCode.NotFound, "order"), []));
        }
        var target = Routes.TargetOf(envelope.Command, route);
        var call = new CommandCall(envelope);
        var reply = await network.ExecuteAsync(target, call);
        if (reply.Rejection is { } rejection && MayLackACause(rejection.Code) && await PullAsync(envelope.Command, route, cancellation) > 0)
        {
            reply = await network.ExecuteAsync(target, call);
        }
        return Answer(envelope, reply);
    }

    private Outcome Answer(Envelope envelope, CommandReply reply) => reply.Rejection is { } rejection
        ? new(null, rejection)
        : new(new Receipt(envelope.Id, reply.Book, reply.Seq, new(reply.AtMicroseconds), reply.Aggregate, Applied(reply)), null);

    private Task Applied(CommandReply reply) => reply.HasMessages ? network.UntilAppliedAsync(reply.Book, reply.Seq) : Task.CompletedTask;

    private static bool MayLackACause(RejectionCode code) =>
        code is RejectionCode.NotFound or RejectionCode.WrongState or RejectionCode.AmountExceedsClaim or RejectionCode.CycleNotReconciled;

    /// <summary>Waits for the messages that this command's aggregate may be lacking; returns how many there were.</summary>
    private async Task<int> PullAsync(Command command, OrderKey? route, CancellationToken cancellation)
    {
        var pulled = 0;
        foreach (var (from, to) in await PairsAsync(command, route, cancellation))
        {
            pulled += await network.FlushAsync(from, to);
        }
        return pulled;
    }

    private async Task<IEnumerable<(string From, string? To)>> PairsAsync(Command command, OrderKey? route, CancellationToken cancellation)
    {
        if (route is not null)
        {
            return [(route.HomeBook, route.PayingBook), (route.PayingBook, route.HomeBook)];
        }
        if (Routes.IsOfCycle(command))
        {
            var books = await services.Store.BooksAsync(cancellation);
            return books.Select(b => (b, (string?)null));
        }
        return [(Books.Network, (string?)null)];
    }

    private static string? OrderOf(Command command) => command switch
    {
        OrderCommand order => order.Order,
        PayoutCommand payout => payout.Order,
        _ => null,
    };
}

/// <summary>What became of a command: a receipt or a refusal.</summary>
public sealed record Outcome(Receipt? Receipt, Rejection? Rejection)
{
    public bool Accepted => Receipt is not null;
}

/// <summary>An accepted command's receipt: its home entry.</summary>
/// <param name="Id">The command id.</param>
/// <param name="Book">The home book.</param>
/// <param name="Seq">The entry's sequence in it, from 1.</param>
/// <param name="At">Business time.</param>
/// <param name="Aggregate">The aggregate that changed.</param>
/// <param name="Applied">Completes when every message the command caused is applied, in every book.</param>
public sealed record Receipt(string Id, string Book, long Seq, BusinessTime At, string Aggregate, Task Applied);
