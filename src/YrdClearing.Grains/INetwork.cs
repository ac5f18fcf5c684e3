using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// How aggregates, books and the dispatcher reach one another: Orleans' grains in a silo (<see cref="GrainNetwork"/>), or a simulated
/// network with its own faults. An exception always means an unknown outcome.
/// </summary>
public interface INetwork
{
    /// <summary>Sends a command to its aggregate.</summary>
    ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call);

    /// <summary>Hands a message to its target; applied once, however often it comes.</summary>
    ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery);

    /// <summary>Hands a commit to its book.</summary>
    Task<CommitResult> CommitAsync(CommitRequest request);

    /// <summary>Completes when the messages of this entry, and what they caused, are applied.</summary>
    /// <exception cref="TimeoutException">They are still on their way; ask again.</exception>
    Task WhenAppliedAsync(string book, long seq);

    /// <summary>Waits for a book's pending messages; returns how many were applied, none when one of them is stopped.</summary>
    Task<int> FlushAsync(string book, string? toBook);

    // Facts, asked of their owners: what they have committed is what they answer, on every silo.
    ValueTask<bool> IsOpenedFundAsync(string region);

    /// <summary>The policy of a fund in force on a day; null when there is none.</summary>
    ValueTask<Policy?> PolicyAsync(string fund, DateOnly day);

    ValueTask<EnterpriseState?> EnterpriseAsync(string uscc);

    ValueTask<ProviderState?> ProviderAsync(string uscc);

    /// <summary>Whether a party has an integrity listing.</summary>
    ValueTask<bool> IsListedAsync(string uscc);

    /// <summary>Fee and split of a region's market; null when it was never opened.</summary>
    ValueTask<MarketTerms?> MarketAsync(string region);

    /// <summary>A title as the register has it; null when there is none.</summary>
    ValueTask<TitleState?> TitleAsync(string title);

    ValueTask<ContractState?> ContractAsync(string contract);

    /// <summary>A listing as far as it has learnt of its bids; null when there is none.</summary>
    ValueTask<ListingState?> ListingAsync(string listing);

    /// <summary>An open licence; null when there is none.</summary>
    ValueTask<OpenLicenceState?> OpenLicenceAsync(string offer);
}

/// <summary>What is asked of the network in the same words everywhere.</summary>
internal static class Asking
{
    public static ValueTask<bool> IsOpenedFundAsync(this INetwork network, Actor actor) =>
        actor.Kind == ActorKind.Fund ? network.IsOpenedFundAsync(actor.Key) : new(false);

    /// <summary>Terms of the market that asks; null when the actor is no market that was opened.</summary>
    public static ValueTask<MarketTerms?> MarketAsync(this INetwork network, Actor actor) =>
        actor.Kind == ActorKind.Market ? network.MarketAsync(actor.Key) : new((MarketTerms?)null);

    /// <summary>
    /// Completes when the messages of an entry, and what they caused, are applied. A run over a whole book may take longer than a call:
    /// then the question is asked again, and the caller decides how long it cares.
    /// </summary>
    public static async Task UntilAppliedAsync(this INetwork network, string book, long seq)
    {
        while (true)
        {
            try
            {
                await network.WhenAppliedAsync(book, seq);
                return;
            }
            catch (TimeoutException)
            {
                // Still on its way.
            }
        }
    }
}
