using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Licences;

/// <summary>
/// A standing offer to license a title at published terms (专利开放许可), <c>open-licence:ID</c>, in the book <c>network</c>. Each
/// acceptance makes a contract of its own; the offer goes on until it is withdrawn.
/// </summary>
public sealed record OpenLicenceState
{
    public required string Id { get; init; }

    /// <summary>The title's id.</summary>
    public required string Title { get; init; }

    /// <summary>USCC of the title's holder.</summary>
    public required string Seller { get; init; }

    /// <summary>Region code of the market that published it: the seller's market of every contract it leads to.</summary>
    public required string Market { get; init; }

    /// <summary>Fee and split of that market.</summary>
    public required MarketTerms Terms { get; init; }

    public required Money Value { get; init; }

    /// <summary>The part of the value that counts as technology; at most the value.</summary>
    public required Money TechnologyValue { get; init; }

    /// <summary>Days after a delivery during which a buyer may object.</summary>
    public required int ObjectionDays { get; init; }

    public required ContractPlan Plan { get; init; }

    public OpenLicenceStatus Status { get; init; } = OpenLicenceLifecycle.Table.Initial;

    public static string IdOf(string offer) => "open-licence:" + offer;

    public static string KeyOf(string offer) => "open-licence/" + offer;

    public static OpenLicenceState Evolve(OpenLicenceState? state, DomainEvent @event) => @event switch
    {
        LicenceOffered e   => new()
        {
            Id = e.Offer,
            Title = e.Title,
            Seller = e.Seller,
            Market = e.Market,
            Terms = e.Terms,
            Value = e.Value,
            TechnologyValue = e.TechnologyValue,
            ObjectionDays = e.ObjectionDays,
            Plan = e.Plan,
        },
        LicenceWithdrawn   => state! with { Status = OpenLicenceStatus.Withdrawn },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of an open licence."),
    };
}

public enum OpenLicenceStatus
{
    Offered,

    /// <summary>No further acceptance; the contracts it led to go on.</summary>
    Withdrawn,
}
