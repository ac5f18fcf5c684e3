using System.Text.Json.Serialization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>An instalment as a plan gives it.</summary>
/// <param name="Id">Distinct within the plan.</param>
/// <param name="Share">Of what the plan divides.</param>
/// <param name="Due">The day (+08:00) on which it falls due, whatever was delivered by then.</param>
public sealed record PlannedInstalment(string Id, Rate Share, DateOnly Due);

/// <summary>Shares of the value, each released on its day.</summary>
/// <param name="Instalments">1 to 100, their ids distinct.</param>
public sealed record InstalmentPlan(IReadOnlyList<PlannedInstalment> Instalments) : ContractPlan
{
    public static readonly PlanKind Kind = new(
        "instalments", typeof(InstalmentPlan), Read,
        "Shares of the value, each released from its day on by deadlines.run, without a delivery, when the escrow covers it; the buyer may "
            + "release one earlier (milestone.accept). The shares add up to 1.",
        "分期支付：到期日起由到期处理支付，无须交付；买方可提前支付。比例之和为 1。",
        """
        {"kind":"instalments","instalments":[{"id":"I1","share":"0.30","due":"2026-03-31"},{"id":"I2","share":"0.70","due":"2026-09-30"}]}
        """);

    [JsonIgnore]
    public override IEnumerable<string> Ids => Instalments.Select(i => i.Id);

    [JsonIgnore]
    public override bool AddsUpToOne => MilestoneTerms.AddUpToOne(Shares);

    private IReadOnlyList<PlannedMilestone> Shares => [.. Instalments.Select(i => new PlannedMilestone(i.Id, i.Share))];

    public override IReadOnlyList<MilestoneTerms> Divide(Money value, MarketTerms market) => MilestoneTerms.Of(value, Shares, market);

    internal override MilestoneState Begin(MilestoneTerms terms) =>
        MilestoneState.Planned(terms) with { Due = Instalments.Single(i => i.Id == terms.Id).Due };

    private static InstalmentPlan Read(Fields f)
    {
        var instalments = f.List("instalments", i => new PlannedInstalment(i.Id("id"), i.Rate("share"), i.Date("due")));
        f.DistinctIds("instalments", instalments.Select(i => i.Id));
        f.Must(
            "instalments",
            instalments.All(i => Rfc3339.IsInRange(i.Due)),
            $"must fall due in the years {Rfc3339.MinYear} to {Rfc3339.MaxYear}");
        return new(instalments);
    }
}
