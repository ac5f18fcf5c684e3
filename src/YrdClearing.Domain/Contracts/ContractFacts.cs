using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Contracts;

/// <summary>What a decision on a contract needs of other aggregates; only drafting and signing do.</summary>
public sealed record ContractFacts
{
    public static readonly ContractFacts None = new();

    /// <summary>Terms of the market that asks (contract.draft); null when the actor is no opened market.</summary>
    public MarketTerms? SellerMarket { get; init; }

    /// <summary>The buyer's market was opened (contract.draft).</summary>
    public bool BuyerMarketOpened { get; init; }

    /// <summary>The seller is a registered enterprise (contract.draft).</summary>
    public bool SellerRegistered { get; init; }

    /// <summary>The buyer is a registered enterprise (contract.draft).</summary>
    public bool BuyerRegistered { get; init; }

    /// <summary>All owners are registered enterprises (contract.draft).</summary>
    public bool OwnersRegistered { get; init; }

    /// <summary>The contract's title as the register has it (contract.draft, contract.sign of a draft); null when there is none.</summary>
    public TitleState? Title { get; init; }

    /// <summary>The open licence (licence.accept); null when there is none.</summary>
    public OpenLicenceState? Offer { get; init; }

    /// <summary>The title to ask for; null when the decision needs none, or must ask for the open licence first.</summary>
    public static string? TitleOf(ContractState? state, Command command) => command switch
    {
        DraftContract c => c.Title,
        SignContract when state is { Status: ContractStatus.Draft } => state.Title,
        _ => null,
    };
}
