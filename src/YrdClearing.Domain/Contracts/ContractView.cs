using System.Globalization;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>A contract as <c>yrd show contract</c> prints it (scenario.md, "What the tool answers"); amounts with two decimals.</summary>
public sealed record ContractView(
    string Id,
    string Status,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Title,
    string Seller,
    string Buyer,
    string SellerMarket,
    string BuyerMarket,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Number,
    string Value,
    string TechnologyValue,
    int ObjectionDays,
    string Funded,
    string Escrow,
    string Released,
    IReadOnlyList<string> Signed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AmendmentView? Amendment,
    BuyerRefundView Refund,
    IReadOnlyList<MilestoneView> Milestones,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Offer = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SubrogationView? Subrogation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PlanView? Plan = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OwnerView>? Owners = null)
{
    public static ContractView Of(ContractState c) => new(
        c.Id,
        c.Status.ToString(),
        c.Type.ToString().ToLowerInvariant(),
        c.Title,
        c.Seller,
        c.Buyer,
        c.SellerMarket,
        c.BuyerMarket,
        c.Number,
        c.Value.ToString(),
        c.TechnologyValue.ToString(),
        c.ObjectionDays,
        c.Standing.Funded.ToString(),
        c.Standing.Escrow.ToString(),
        c.Released.ToString(),
        PartiesOf(c.Signed),
        c.Amendment is { } a ? new(a.Value.ToString(), a.TechnologyValue.ToString(), PartiesOf(a.Signed)) : null,
        new(c.Standing.RefundDue.ToString(), c.Standing.RefundInstructed.ToString(), c.Standing.RefundPaid.ToString()),
        [.. c.Milestones.Select(MilestoneView.Of)],
        c.Offer,
        c.Subrogation is { } s ? new(s.Compensated.ToString(), s.Received.ToString(), s.WrittenOff.ToString()) : null,
        PlanView.Of(c.Plan),
        c.Owners is null ? null : [.. c.Owners.Select(o => new OwnerView(o.Party, MilestoneView.ShareText(o.Share)))]);

    /// <summary>In the order seller, buyer, whoever signed first.</summary>
    private static List<string> PartiesOf(Signatures signed) =>
        [.. Enum.GetValues<ContractParty>().Where(signed.Of).Select(p => p.ToString().ToLowerInvariant())];
}

/// <summary>New terms that wait for signatures.</summary>
public sealed record AmendmentView(string Value, string TechnologyValue, IReadOnlyList<string> Signed);

/// <summary>What the compensation fund paid in the buyer's place, got back and gave up.</summary>
public sealed record SubrogationView(string Compensated, string Received, string WrittenOff);

/// <summary>What is, is about to be and was paid to the buyer.</summary>
public sealed record BuyerRefundView(string Due, string Instructed, string Paid);

/// <summary>
/// A milestone within its contract, or a part of another plan: <c>due</c> is there for an instalment and an entry fee, <c>period</c> for a
/// royalty's period, which has no share, <c>owners</c> once it is released and has some.
/// </summary>
public sealed record MilestoneView(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Share,
    string Amount,
    string Fee,
    string Net,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? AcceptBy,
    string Refunded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Payout,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Due = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PeriodView? Period = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OwnerPartView>? Owners = null)
{
    public static MilestoneView Of(MilestoneState m) => new(
        m.Id,
        HasShare(m) ? ShareText(m.Terms.Share) : null,
        m.Terms.Amount.ToString(),
        m.Terms.Fee.ToString(),
        m.Terms.Net.ToString(),
        m.Status.ToString(),
        Day(m.AcceptBy),
        m.Refunded.ToString(),
        m.Payout?.ToString(),
        Day(m.Due),
        PeriodView.Of(m.Period),
        m.Owners is null ? null : [.. m.Owners.Select(o => new OwnerPartView(o.Party, o.Amount.ToString(), o.Payout.ToString()))]);

    /// <summary>Other plans may name a part as a royalty names its entry fee, but theirs have shares.</summary>
    private static bool HasShare(MilestoneState m) => m.Period is null && (m.Id != RoyaltyPlan.EntryId || m.Terms.Share != default);

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>As people write shares: two decimals, four where they say something.</summary>
    internal static string ShareText(Rate share)
    {
        var text = share.ToString();
        return text.EndsWith("00", StringComparison.Ordinal) ? text[..^2] : text.TrimEnd('0');
    }
}
