using System.Collections.Immutable;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// A technology contract with its milestones, <c>contract:ID</c>, in the book of the buyer's market, where its escrow is.
/// </summary>
public sealed record ContractState
{
    public required string Id { get; init; }

    public required ContractType Type { get; init; }

    /// <summary>The title's id; there for a transfer and a licence only.</summary>
    public string? Title { get; init; }

    /// <summary>USCC.</summary>
    public required string Seller { get; init; }

    /// <summary>USCC.</summary>
    public required string Buyer { get; init; }

    /// <summary>Region code of the market that drafted it.</summary>
    public required string SellerMarket { get; init; }

    /// <summary>Region code.</summary>
    public required string BuyerMarket { get; init; }

    /// <summary>Fee and split of the seller's market.</summary>
    public required MarketTerms Terms { get; init; }

    public required Money Value { get; init; }

    /// <summary>The part of the value that counts as technology; at most the value.</summary>
    public required Money TechnologyValue { get; init; }

    /// <summary>Days after a delivery during which the buyer may object.</summary>
    public required int ObjectionDays { get; init; }

    /// <summary>Registration number; null until registered.</summary>
    public string? Number { get; init; }

    /// <summary>Who has signed the draft.</summary>
    public Signatures Signed { get; init; }

    /// <summary>The open licence that its buyer accepted; null when it was drafted.</summary>
    public string? Offer { get; init; }

    /// <summary>The plan in force; null for most plans of milestones, which say all there is to it themselves.</summary>
    public ContractPlan? Plan { get; init; }

    /// <summary>Who gets a part of each release beside the seller; null for nobody.</summary>
    public IReadOnlyList<OwnerShare>? Owners { get; init; }

    /// <summary>New terms that wait for signatures; null when none do.</summary>
    public Amendment? Amendment { get; init; }

    /// <summary>What the compensation fund paid in the buyer's place; null unless it did.</summary>
    public Subrogation? Subrogation { get; init; }

    /// <summary>Status and the buyer's money.</summary>
    public required ContractStanding Standing { get; init; }

    /// <summary>In the order of the plan; those of an amended plan after the ones released before it.</summary>
    public required ImmutableList<MilestoneState> Milestones { get; init; }

    [JsonIgnore]
    public ContractStatus Status => Standing.Status;

    [JsonIgnore]
    public string HomeBook => Books.Market(BuyerMarket);

    [JsonIgnore]
    public string SellerBook => Books.Market(SellerMarket);

    /// <summary>What was released so far, fees included.</summary>
    [JsonIgnore]
    public Money Released => new(Milestones.Where(m => m.IsReleased).Sum(m => m.Terms.Amount.Fen));

    /// <summary>
    /// What the buyer may still bring into escrow: escrow, what was released of it and what the compensation fund paid never pass the
    /// value.
    /// </summary>
    [JsonIgnore]
    public Money Room => Value - (Subrogation?.Compensated ?? Money.Zero) - (Standing.Funded - Standing.Returned);

    public static string IdOf(string contract) => "contract:" + contract;

    /// <summary>The milestone with this id; null when the plan in force has none.</summary>
    public MilestoneState? Find(string milestone) => Milestones.Find(m => m.Id == milestone);

    /// <summary>True when a payout with this id is or will be of a part of this contract, the seller's or an owner's.</summary>
    public bool Pays(string payout) => Find(PayoutIds.MilestoneOf(payout) ?? "") is not null
        && (PayoutIds.OwnerOf(payout) is not { } owner || Owners?.Any(o => o.Party == owner) == true);

    /// <summary>True when a new plan names a milestone that is released already.</summary>
    public bool Repeats(ContractPlan plan) => plan.Ids.Any(id => Find(id) is { IsReleased: true });

    public static ContractState Evolve(ContractState? state, DomainEvent @event) => @event switch
    {
        ContractDraftedWithPlan e => Drafted(e, e.Plan) with { Owners = e.Owners },
        LicenceAccepted e => Drafted(e, e.Plan is MilestonePlan ? null : e.Plan) with
        {
            Offer = e.Offer,
            Signed = new(Seller: true, Buyer: true),
            Standing = e.After!,
        },
        DraftEvent e => Drafted(e, plan: null),
        ContractEvent e when state is not null => Next(state, e) with { Standing = e.After ?? state.Standing },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} does not follow."),
    };

    private static ContractState Drafted(DraftEvent e, ContractPlan? plan) => new()
    {
        Id = e.Contract,
        Type = e.Type,
        Title = e.Title,
        Seller = e.Seller,
        Buyer = e.Buyer,
        SellerMarket = e.SellerMarket,
        BuyerMarket = e.BuyerMarket,
        Terms = e.Terms,
        Value = e.Value,
        TechnologyValue = e.TechnologyValue,
        ObjectionDays = e.ObjectionDays,
        Plan = plan,
        Standing = new(ContractLifecycle.Table.Initial),
        Milestones = [.. e.Milestones.Select(m => Begin(m, plan))],
    };

    private static ContractState Next(ContractState state, ContractEvent @event) => @event switch
    {
        ContractSigned e           => state with { Signed = state.Signed.With(e.Party) },
        ContractRegistered e       => state with { Number = e.Number, TechnologyValue = e.TechnologyValue },
        AmendmentProposed e        => state with { Amendment = new(e.Value, e.TechnologyValue, new MilestonePlan(e.Plan), default) },
        AmendmentProposedWithPlan e => state with { Amendment = new(e.Value, e.TechnologyValue, e.Plan, default) },
        AmendmentSigned e          => state with { Amendment = state.Amendment! with { Signed = state.Amendment.Signed.With(e.Party) } },
        ContractAmendedWithPlan e  => state.Amended(e, e.Plan),
        AmendmentEvent e           => state.Amended(e, plan: null),
        RegistrationRefused or ContractTerminated => state with { Amendment = null },
        ContractFunded or DepositTaken or ContractDisputed or BuyerRefundInstructed or BuyerRefundPaid or BuyerRefundFailed => state,
        ContractResolved e         => state with
        {
            Milestones = [.. state.Milestones.Select(m => m.AcceptBy is null ? m : m with { AcceptBy = e.AcceptBy })],
        },
        SubrogationReceived e      => state with
        {
            Subrogation = state.Subrogation! with { Received = state.Subrogation.Received + e.Amount },
        },
        SubrogationWrittenOff e    => state with
        {
            Subrogation = state.Subrogation! with { WrittenOff = state.Subrogation.WrittenOff + e.Amount },
        },
        UseDefaulted { Compensation: { } paid } e => state.With(e) with
        {
            Subrogation = new(paid.Amount),
            // What the fund paid stands before the rest.
            Milestones = state.With(e).Milestones.Insert(
                state.Milestones.FindIndex(m => m.Id == e.Milestone), MilestoneState.Planned(paid).Release()),
        },
        ReleaseEvent e             => state.With(e) with { Amendment = e.IsLast ? null : state.Amendment },
        MilestoneEvent e           => state.With(e),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a contract."),
    };

    private static MilestoneState Begin(MilestoneTerms terms, ContractPlan? plan) => plan?.Begin(terms) ?? MilestoneState.Planned(terms);

    private ContractState Amended(AmendmentEvent e, ContractPlan? plan) => this with
    {
        Value = e.Value,
        TechnologyValue = e.TechnologyValue,
        Plan = plan,
        Milestones = [.. Milestones.Where(m => m.IsReleased), .. e.Milestones.Select(m => Begin(m, plan))],
        Amendment = null,
    };

    private ContractState With(MilestoneEvent @event)
    {
        var milestone = Find(@event.Milestone)
            ?? throw new InvalidOperationException($"Contract {Id} has no milestone {@event.Milestone}.");
        return this with
        {
            Milestones = Milestones.Replace(milestone, @event switch
            {
                MilestoneDelivered e     => milestone with { Status = MilestoneStatus.Delivered, AcceptBy = e.AcceptBy },
                MilestoneObjected        => milestone with { Status = MilestoneStatus.Objected, AcceptBy = null },
                UseBegun                 => milestone with { Status = MilestoneStatus.InUse },
                UseTriggered e           => milestone with { Status = MilestoneStatus.Triggered, Due = e.Due },
                UsePayable               => milestone with { Status = MilestoneStatus.Payable },
                UseDefaulted e           => milestone with { Status = MilestoneStatus.Defaulted, Terms = e.Rest },
                ReleaseEvent e           => milestone.Released(e),
                MilestoneRefunded e      => milestone with { Refunded = e.Total },
                MilestonePayoutChanged e => milestone with { Payout = e.Status },
                OwnerPayoutChanged e     => milestone.With(e),
                RoyaltyReported e        => milestone with
                {
                    AcceptBy = e.AcceptBy,
                    Period = milestone.Period! with { Status = PeriodStatus.Reported, Reported = e.Base, Base = e.Base },
                },
                RoyaltyInspected e       => milestone with
                {
                    AcceptBy = e.AcceptBy,
                    Period = milestone.Period! with { Status = PeriodStatus.Inspected, Base = e.Base },
                },
                RoyaltyPayable e         => milestone with
                {
                    AcceptBy = null,
                    Terms = e.Terms,
                    Period = milestone.Period! with { Status = PeriodStatus.Payable },
                },
                _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a milestone."),
            }),
        };
    }
}

/// <summary>The five types (Civil Code 843, the technology licence apart).</summary>
public enum ContractType
{
    Development,

    /// <summary>The title passes to the buyer with the last release.</summary>
    Transfer,

    /// <summary>The title stays with the seller, encumbered.</summary>
    Licence,

    Consulting,
    Service,
}

public enum ContractStatus
{
    Draft,

    /// <summary>By both parties.</summary>
    Signed,

    Registered,

    /// <summary>Registration was refused: final.</summary>
    NotRegistered,

    /// <summary>Funded, in whole or in part.</summary>
    Performing,

    /// <summary>Frozen until it is resolved or terminated.</summary>
    Disputed,

    /// <summary>Every milestone is released.</summary>
    Completed,

    Terminated,
}

/// <summary>A party to a contract.</summary>
public enum ContractParty
{
    Seller,
    Buyer,
}

/// <summary>Who has signed.</summary>
public readonly record struct Signatures(bool Seller, bool Buyer)
{
    public bool Of(ContractParty party) => party == ContractParty.Seller ? Seller : Buyer;

    public Signatures With(ContractParty party) => party == ContractParty.Seller ? this with { Seller = true } : this with { Buyer = true };
}

/// <summary>New terms; until both have signed, the old ones go on.</summary>
/// <param name="Value">The whole contract's new value.</param>
/// <param name="TechnologyValue">At most the value.</param>
/// <param name="Plan">What is to come: it divides the new value less what was released.</param>
/// <param name="Signed">Who has signed it.</param>
public sealed record Amendment(Money Value, Money TechnologyValue, ContractPlan Plan, Signatures Signed);

/// <summary>
/// Where a contract stands and where the buyer's money is: funded = in escrow + released + returned. What is due to the buyer comes out of
/// the escrow (returned) or of a refund after release.
/// </summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Funded">All that the bank brought in.</param>
/// <param name="Escrow">Held for what is still to be released.</param>
/// <param name="Returned">Went from the escrow back to the buyer.</param>
/// <param name="RefundDue">To be paid to the buyer.</param>
/// <param name="RefundInstructed">On its way to the buyer; the bank has been told.</param>
/// <param name="RefundPaid">Paid to the buyer.</param>
public sealed record ContractStanding(
    ContractStatus Status,
    Money Funded = default,
    Money Escrow = default,
    Money Returned = default,
    Money RefundDue = default,
    Money RefundInstructed = default,
    Money RefundPaid = default)
{
    /// <summary>An amount leaves the escrow and is due to the buyer.</summary>
    public ContractStanding Return(Money amount) =>
        this with { Escrow = Escrow - amount, Returned = Returned + amount, RefundDue = RefundDue + amount };
}
