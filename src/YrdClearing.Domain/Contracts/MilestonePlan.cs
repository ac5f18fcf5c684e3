using System.Text.Json.Serialization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>A milestone as a plan gives it.</summary>
/// <param name="Id">Distinct within the plan.</param>
/// <param name="Share">Of what the plan divides.</param>
public sealed record PlannedMilestone(string Id, Rate Share)
{
    /// <summary>Names what is due to the buyer where a milestone could stand, so no part of a plan may have it.</summary>
    public const string ReservedId = "refund";
}

/// <summary>Shares of the value, each released when what was delivered for it is accepted.</summary>
/// <param name="Milestones">1 to 100, their ids distinct.</param>
public sealed record MilestonePlan(IReadOnlyList<PlannedMilestone> Milestones) : ContractPlan
{
    public static readonly PlanKind Kind = new(
        "milestones", typeof(MilestonePlan), Read,
        "Shares of the value, each released when what was delivered for it is accepted. The shares add up to 1.",
        "按节点支付：交付并验收后支付该节点比例，比例之和为 1。",
        """{"kind":"milestones","milestones":[{"id":"M1","share":"0.40"},{"id":"M2","share":"0.60"}]}""");

    [JsonIgnore]
    public override IEnumerable<string> Ids => Milestones.Select(m => m.Id);

    [JsonIgnore]
    public override bool AddsUpToOne => MilestoneTerms.AddUpToOne(Milestones);

    public override IReadOnlyList<MilestoneTerms> Divide(Money value, MarketTerms market) => MilestoneTerms.Of(value, Milestones, market);

    internal override MilestoneState Begin(MilestoneTerms terms) => MilestoneState.Planned(terms);

    private static MilestonePlan Read(Fields f)
    {
        var milestones = f.List("milestones", m => new PlannedMilestone(m.Id("id"), m.Rate("share")));
        f.DistinctIds("milestones", milestones.Select(m => m.Id));
        return new(milestones);
    }
}
