using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using YrdClearing.Journal;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// What one decision asks of other aggregates. While silos come and go two of them may hold the same aggregate for a second or more, and
/// one does not see what the other has committed. So it is kept which version of each was told: the commit is stale unless they still
/// hold, and a refusal looks them up. Questions may be asked at the same time.
/// </summary>
/// <param name="network">Where the owners are asked.</param>
/// <param name="store">What decides which version holds.</param>
/// <param name="fromJournal">True: the journal is asked, since an owner has just given an outdated answer.</param>
public sealed class Facts(INetwork network, JournalStore store, bool fromJournal)
{
    /// <summary>An order asks for its policy, both parties and their listings.</summary>
    private const int MostAsked = 5;

    // Most decisions ask nothing.
    private List<RowVersion>? _held;
    private List<RowVersion>? _others;

    /// <summary>Those that must still hold when the decision is written.</summary>
    public IReadOnlyList<RowVersion> Held => _held ?? (IReadOnlyList<RowVersion>)[];

    /// <summary>True when an owner's answer is not what the journal says now.</summary>
    public async Task<bool> AreOutdatedAsync()
    {
        if (fromJournal)
        {
            return false;
        }
        RowVersion[] told = [.. Held, .. _others ?? []];
        // All at once; then one after the other, so that nothing goes on away from who asks.
        var read = Array.ConvertAll(told, t => store.LoadAsync(t.Id, CancellationToken.None));
        var outdated = false;
        for (var i = 0; i < told.Length; i++)
        {
            var rows = await read[i];
            outdated |= told[i].Version != (rows.Count > 0 ? rows[0].Version : 0);
        }
        return outdated;
    }

    public async ValueTask<bool> IsOpenedFundAsync(string region) =>
        await AskAsync(FundOpeningState.IdOf(region), FundOpeningRows.Read) is not null;

    public ValueTask<bool> IsOpenedFundAsync(Actor actor) =>
        actor.Kind == ActorKind.Fund ? IsOpenedFundAsync(actor.Key) : new(false);

    /// <summary>The policy of a fund in force on a day; null when there is none.</summary>
    public async ValueTask<Policy?> PolicyAsync(string fund, DateOnly day) =>
        (await AskAsync(FundState.IdOf(fund), FundRows.Read))?.PolicyFor(day);

    public ValueTask<EnterpriseState?> EnterpriseAsync(string uscc) => AskAsync(EnterpriseState.IdOf(uscc), EnterpriseRows.Read);

    public ValueTask<ProviderState?> ProviderAsync(string uscc) => AskAsync(ProviderState.IdOf(uscc), ProviderRows.Read);

    /// <summary>Whether a party has an integrity listing.</summary>
    public async ValueTask<bool> IsListedAsync(string uscc) =>
        await AskAsync(IntegrityState.IdOf(uscc), IntegrityRows.Read) is { IsListed: true };

    /// <summary>Fee and split of a region's market; null when it was never opened.</summary>
    public async ValueTask<MarketTerms?> MarketAsync(string region) =>
        (await AskAsync(MarketOpeningState.IdOf(region), MarketOpeningRows.Read))?.Terms;

    /// <summary>Terms of the market that asks; null when the actor is no market that was opened.</summary>
    public ValueTask<MarketTerms?> MarketAsync(Actor actor) =>
        actor.Kind == ActorKind.Market ? MarketAsync(actor.Key) : new((MarketTerms?)null);

    /// <summary>An open licence; null when there is none.</summary>
    public ValueTask<OpenLicenceState?> OpenLicenceAsync(string offer) => AskAsync(OpenLicenceState.IdOf(offer), OpenLicenceRows.Read);

    /// <summary>
    /// A title as the register has it; null when there is none. It follows each signature by a message, and many may sign at once: the key
    /// of its next encumbrance decides who was first, not the version.
    /// </summary>
    public ValueTask<TitleState?> TitleAsync(string title) => AskAsync(TitleState.IdOf(title), TitleRows.Read, mustHold: false);

    /// <summary>A contract; what is asked of it never changes once it is so, or is told to it by a message.</summary>
    public ValueTask<ContractState?> ContractAsync(string contract) =>
        AskAsync(ContractState.IdOf(contract), ContractRows.Read, mustHold: false);

    /// <summary>
    /// A listing as far as it has learnt of its bids; null when there is none. Each bid tells it by a message, which answers a bid that
    /// came too late.
    /// </summary>
    public ValueTask<ListingState?> ListingAsync(string listing) => AskAsync(ListingState.IdOf(listing), ListingRows.Read, mustHold: false);

    private ValueTask<TState?> AskAsync<TState>(string id, Func<IReadOnlyList<StateRow>, TState> read, bool mustHold = true)
        where TState : class
    {
        var asked = fromJournal ? ReadAsync(id, read) : network.StandingAsync<TState>(id);
        return asked.IsCompletedSuccessfully ? new(Told(id, asked.Result, mustHold)) : AwaitAsync(id, asked, mustHold);
    }

    private async ValueTask<TState?> AwaitAsync<TState>(string id, ValueTask<Standing<TState>> asked, bool mustHold)
        where TState : class => Told(id, await asked, mustHold);

    private async ValueTask<Standing<TState>> ReadAsync<TState>(string id, Func<IReadOnlyList<StateRow>, TState> read)
        where TState : class
    {
        var rows = await store.LoadAsync(id, CancellationToken.None);
        return rows.Count == 0 ? Standing<TState>.None : new(read([.. rows.Select(r => r.Row)]), rows[0].Version);
    }

    private TState? Told<TState>(string id, Standing<TState> standing, bool mustHold)
        where TState : class
    {
        var told = new RowVersion(id, standing.Version);
        // An object of its own would be one more for each decision.
        lock (this)
        {
            if (mustHold)
            {
                (_held ??= new(MostAsked)).Add(told);
            }
            else
            {
                (_others ??= []).Add(told);
            }
        }
        return standing.State;
    }
}
