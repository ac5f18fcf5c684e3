using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Use first, pay later (先使用后付费): the whole value falls due some days after an agreed trigger. What the buyer does not pay then is paid
/// in part by the risk-compensation fund of the buyer's market, which takes the claim over.
/// </summary>
/// <param name="Trigger">What makes the price fall due, in the parties' words: first sale, first product.</param>
/// <param name="DueDays">Days from the report of the trigger to the last day on which the buyer may pay.</param>
/// <param name="CompensationShare">The fund's share of what is unpaid then.</param>
public sealed record DeferredPlan(string Trigger, int DueDays, Rate CompensationShare) : ContractPlan
{
    /// <summary>The one part of the plan.</summary>
    public const string UseId = "use";

    /// <summary>The part that the fund pays; there only after a default.</summary>
    public const string CompensationId = "compensation";

    /// <summary>Upper limit of dueDays, days: a hundred years.</summary>
    public const int MaxDueDays = 36_500;

    public static readonly PlanKind Kind = new(
        "deferred", typeof(DeferredPlan), Read,
        "Use first, pay later: the whole value, the part `use`, falls due dueDays after the trigger is reported (use.begin, use.trigger). "
            + "deadlines.run releases it when that day is over and the escrow covers it; else the compensation fund of the buyer's market "
            + "pays its share of what is unpaid, the part `compensation`, and the buyer owes it to the fund.",
        "先使用后付费：触发条件报告后 dueDays 日内付款；逾期未付部分由买方市场风险补偿金按比例代偿并取得追偿权。",
        """{"kind":"deferred","trigger":"first sale of the product","dueDays":90,"compensationShare":"0.50"}""");

    public override IEnumerable<string> Ids => [UseId, CompensationId];

    public override bool AddsUpToOne => true;

    public override IReadOnlyList<MilestoneTerms> Divide(Money value, MarketTerms market) => [Terms(UseId, value, market)];

    internal override MilestoneState Begin(MilestoneTerms terms) => MilestoneState.Planned(terms) with { IsDeferred = true };

    /// <summary>The fund's part of the unpaid amount, half a fen rounded up, and what the buyer owes the seller still.</summary>
    /// <param name="amount">What fell due.</param>
    /// <param name="escrow">What the buyer has paid in for it; less than the amount.</param>
    /// <param name="market">Fee and split of the seller's market, which hold for each of the two by itself.</param>
    /// <returns>The first is null when the fund has nothing to pay.</returns>
    internal (MilestoneTerms? Compensation, MilestoneTerms Left) Divide(Money amount, Money escrow, MarketTerms market)
    {
        var paid = (amount - escrow).TimesHalfUp(CompensationShare);
        return (paid.IsZero ? null : Terms(CompensationId, paid, market), Terms(UseId, amount - paid, market));
    }

    private static MilestoneTerms Terms(string id, Money amount, MarketTerms market) =>
        MilestoneTerms.Of(amount, [new(id, new(Rate.One))], market)[0];

    private static DeferredPlan Read(Fields f) =>
        new(f.Text("trigger"), f.Whole("dueDays", MaxDueDays), f.Rate("compensationShare"));
}
