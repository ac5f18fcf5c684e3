using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Grains;

/// <summary>
/// The one door to the network: sends a command to its aggregate and gives back the receipt or the refusal. HTTP and replay both use it.
/// A refusal that may only mean that a message is still on its way is asked for once more after those messages have been applied.
/// </summary>
public sealed class Dispatcher(INetwork network, ClearingServices services)
{
    /// <summary>Times that a command may lose the race for a title's next encumbrance before it is refused.</summary>
    private const int MaxTitleRaces = 64;

    /// <summary>Messages that one command may cause one after the other: cut-off, obligations, mirror, report.</summary>
    private const int MaxHops = 4;

    /// <summary>Rounds of asking all books in question, at most: messages may cause others for as long as there is work.</summary>
    private const int MaxRounds = 2 * MaxHops;

    /// <summary>
    /// Once a refusal has waited so long for messages, no further book is asked: its outcome is unknown, and the client asks again. One book
    /// answers in 40 s, one whose silo does not answer ends in 80.
    /// </summary>
    private static readonly TimeSpan LongestPull = TimeSpan.FromSeconds(20);

    /// <summary>Executes one command; an exception means an unknown outcome, which the same id answers when it is sent again.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="isRetry">True when it was sent before and has no outcome: an earlier attempt may still be on its way, so a refusal
    /// then takes the id, or that attempt could be accepted after its client was told no.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> ExecuteAsync(Envelope envelope, CancellationToken cancellation, bool isRetry = false)
    {
        var command = envelope.Command;
        var (order, contract) = Routes.NamedBy(command);
        var route =
            order is not null       ? Route.Of(await services.Orders.FindAsync(order, cancellation)) :
            contract is not null    ? Route.Of(await services.Contracts.FindAsync(contract, cancellation)) :
            null;
        if (route is null && (order ?? contract) is not null)
        {
            var missing = new Rejection(RejectionCode.NotFound, order is null ? "contract" : "order");
            var hash = SHA256.HashData(envelope.Body);
            return Answer(envelope, await FinalAsync(
                envelope, isRetry, await CommandIds.AnswerRejectionAsync(services.Store, envelope, hash, missing, [])));
        }
        var target = Routes.TargetOf(command, route);
        var call = new CommandCall(envelope, Routes.BookOf(command, route));
        var reply = await network.ExecuteAsync(target, call);
        for (var again = 0; reply.Rejection is { } rejection && again < TriesAfter(rejection); again++)
        {
            if (!await MayHaveChangedAsync(rejection.Code, command, route, cancellation))
            {
                break;
            }
            reply = await network.ExecuteAsync(target, call);
        }
        return Answer(envelope, await FinalAsync(envelope, isRetry, reply));
    }

    /// <summary>Completes when every message that an accepted command caused is applied, in every book.</summary>
    /// <param name="receipt">The command's.</param>
    /// <param name="cancellation">Whoever no longer waits says so; the wait then ends within 20 seconds.</param>
    public Task UntilAppliedAsync(Receipt receipt, CancellationToken cancellation) => receipt.HasEffects
        ? network.UntilAppliedAsync(receipt.Book, receipt.Seq, services.Clock, cancellation)
        : Task.CompletedTask;

    private ValueTask<CommandReply> FinalAsync(Envelope envelope, bool isRetry, CommandReply reply) =>
        isRetry && reply.Rejection is { } rejection ? new(CommandIds.SettleAsync(services.Store, envelope, rejection)) : new(reply);

    /// <summary>
    /// How often a refusal is asked for again. A title's next encumbrance that was just taken says nothing against the next but one: many
    /// may accept an open licence at the same moment, and each round one of them is through.
    /// </summary>
    private static int TriesAfter(Rejection rejection) =>
        rejection is { Code: RejectionCode.TitleEncumbered, Field: null } ? MaxTitleRaces : 1;

    private static Outcome Answer(Envelope envelope, CommandReply reply) => reply.Rejection is { } rejection
        ? new(null, rejection)
        : new(new Receipt(envelope.Id, reply.Book, reply.Seq, new(reply.AtMicroseconds), reply.Aggregate, reply.HasMessages), null);

    /// <summary>
    /// True when the refusal may be another one now: messages that it may have lacked have been applied, or another contract signed at the
    /// same moment took the title's next encumbrance, which the register has followed since.
    /// </summary>
    private async Task<bool> MayHaveChangedAsync(RejectionCode code, Command command, Route? route, CancellationToken cancellation)
    {
        switch (code)
        {
            case RejectionCode.NotFound or RejectionCode.WrongState or RejectionCode.CycleNotReconciled
                or RejectionCode.AmountExceedsClaim or RejectionCode.AmountExceedsContract
                or RejectionCode.InsufficientCash or RejectionCode.NetDebitCapExceeded or RejectionCode.EscrowInsufficient:
                // Also when none is pending any more: one may have been applied since the refusal.
                await PullAsync(await PairsAsync(command, route, cancellation), Routes.IsOfCycle(command) ? MaxHops : 1);
                return true;
            case RejectionCode.TitleNotHeld or RejectionCode.TitleEncumbered:
                await PullAsync(await AllToAsync(Books.Network, cancellation), hops: 1);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Waits for the messages that this command's aggregate may be lacking, and for those that they cause. Where one message causes the next,
    /// a round that met none proves little: each may have been applied just before its book was asked, and the next one have come to a book
    /// that was asked already. But in such a round it was applied; so after as many of them as there are hops there is none any more.
    /// </summary>
    /// <param name="pairs">Who may have sent what is lacking, and to whom (null: to anyone).</param>
    /// <param name="hops">Messages that may cause each other.</param>
    /// <exception cref="TimeoutException">They were not all applied in time.</exception>
    private async Task PullAsync(IReadOnlyCollection<(string From, string? To)> pairs, int hops)
    {
        var began = services.Clock.GetTimestamp();
        var withoutAny = 0;
        for (var round = 0; round < MaxRounds && withoutAny < hops; round++)
        {
            var pending = 0;
            foreach (var (from, to) in pairs)
            {
                if (services.Clock.GetElapsedTime(began) > LongestPull)
                {
                    throw new TimeoutException("Messages that may change a refusal are on their way; ask again.");
                }
                pending += await network.FlushAsync(from, to);
            }
            withoutAny = pending == 0 ? withoutAny + 1 : 0;
        }
    }

    private async Task<IReadOnlyCollection<(string From, string? To)>> PairsAsync(
        Command command, Route? route, CancellationToken cancellation) =>
        route is not null               ? PairsOf(route) :
        Routes.IsOfCycle(command)       ? await AllToAsync(null, cancellation) :
        Routes.IsOfListing(command)     ? await AllToAsync(Books.Network, cancellation) :
        [(Books.Network, null)];

    /// <summary>An order or a contract hears of both its books, and of cycles' payments and deposits from the network.</summary>
    private static HashSet<(string From, string? To)> PairsOf(Route route)
    {
        string[] books = [route.HomeBook, route.PayingBook];
        return [.. from sender in books.Prepend(Books.Network) from receiver in books select (sender, (string?)receiver)];
    }

    private async Task<IReadOnlyCollection<(string From, string? To)>> AllToAsync(string? book, CancellationToken cancellation) =>
        [.. (await services.Store.BooksAsync(cancellation)).Select(from => (from, book))];
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
/// <param name="HasEffects">True when it sent messages: see <see cref="Dispatcher.UntilAppliedAsync"/>.</param>
public sealed record Receipt(string Id, string Book, long Seq, BusinessTime At, string Aggregate, bool HasEffects);
