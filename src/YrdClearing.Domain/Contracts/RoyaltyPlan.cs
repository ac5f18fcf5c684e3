using System.Text.Json.Serialization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>What a royalty is a part of (Civil Code 846).</summary>
public enum RoyaltyBasis
{
    /// <summary>The price of what is made with the technology.</summary>
    Price,

    /// <summary>The output that the technology adds.</summary>
    Output,

    Profit,
    Sales,
}

/// <summary>How the rate moves as the base grows.</summary>
public enum RoyaltyForm
{
    /// <summary>One rate.</summary>
    Fixed,

    Rising,
    Falling,
}

/// <summary>The rate of what lies above an amount and below the next tier's, counted over all periods of the plan.</summary>
public sealed record RoyaltyTier(Money Above, Rate Rate);

/// <param name="Id">Distinct within the plan.</param>
/// <param name="Ends">Its last day (+08:00).</param>
public sealed record RoyaltyPeriod(string Id, DateOnly Ends);

/// <summary>
/// A royalty: a rate of what the buyer makes with the technology, period by period, with or without an entry fee. The contract's value is
/// the ceiling of all that is ever paid; what of it the escrow still holds at the end goes back.
/// </summary>
/// <param name="Basis">What the base is an amount of.</param>
/// <param name="Form">Fixed: one tier; rising or falling: two or more whose rates do so.</param>
/// <param name="Tiers">The first above 0.00, the others above more and more.</param>
/// <param name="ReportDays">Days after a period's end in which only the buyer says what the base is; later the seller's market may.</param>
/// <param name="Periods">1 to 99 in order; each ends after the one before.</param>
/// <param name="EntryFee">Due once, whatever is made; null for none.</param>
/// <param name="EntryDue">The day on which the entry fee falls due; there when it is.</param>
/// <param name="Minimum">What the periods bring together at least, without the entry fee; the last one makes up for it. Null: none.</param>
/// <param name="Cap">What they bring together at most; null: what the value leaves.</param>
public sealed record RoyaltyPlan(
    RoyaltyBasis Basis,
    RoyaltyForm Form,
    IReadOnlyList<RoyaltyTier> Tiers,
    int ReportDays,
    IReadOnlyList<RoyaltyPeriod> Periods,
    Money? EntryFee,
    DateOnly? EntryDue,
    Money? Minimum,
    Money? Cap) : ContractPlan
{
    /// <summary>The entry fee's id among the parts of the contract.</summary>
    public const string EntryId = "entry";

    private const int MaxPeriods = 99;

    private static readonly string[] Bases = [.. Enum.GetNames<RoyaltyBasis>().Select(b => b.ToLowerInvariant())];
    private static readonly string[] Forms = [.. Enum.GetNames<RoyaltyForm>().Select(f => f.ToLowerInvariant())];

    public static readonly PlanKind Kind = new(
        "royalty", typeof(RoyaltyPlan), Read,
        "A rate of price, output, profit or sales, period by period (royalty.report, royalty.inspect), by marginal tiers over the base of "
            + "all periods together, each amount rounded half-up; with or without an entry fee, a minimum and a cap. The value is the "
            + "ceiling of everything; the periods are paid in their order.",
        "提成支付：按价格、产值、利润或销售额分期提成，固定、递增或递减费率，按累计基数分段计算，四舍五入到分；可约定入门费、保底与封顶。合同金额为支付上限。",
        """
        {"kind":"royalty","basis":"sales","form":"falling","tiers":[{"above":"0.00","rate":"0.05"},{"above":"5000000.00","rate":"0.03"}],
        "reportDays":30,"periods":[{"id":"P1","ends":"2026-06-30"},{"id":"P2","ends":"2026-12-31"}],
        "entryFee":"200000.00","entryDue":"2026-03-31","minimum":"100000.00","cap":"500000.00"}
        """);

    private Money Entry => EntryFee ?? Money.Zero;

    [JsonIgnore]
    public override IEnumerable<string> Ids => [.. EntryFee is null ? [] : new[] { EntryId }, .. Periods.Select(p => p.Id)];

    [JsonIgnore]
    public override bool AddsUpToOne => true;

    [JsonIgnore]
    public override bool HasAmountsAboveZero => new[] { EntryFee, Minimum, Cap }.All(a => a is null || a > Money.Zero);

    [JsonIgnore]
    public override Money Least => Entry + (Cap ?? Minimum ?? Money.Zero);

    public override IReadOnlyList<MilestoneTerms> Divide(Money value, MarketTerms market) =>
        [.. Ids.Select(id => MilestoneTerms.Of(id, default, id == EntryId ? Entry : Money.Zero, market))];

    internal override MilestoneState Begin(MilestoneTerms terms) => Periods.FirstOrDefault(p => p.Id == terms.Id) is { } period
        ? MilestoneState.Planned(terms) with { Period = new(RoyaltyLifecycle.Table.Initial, period.Ends, period.Ends.AddDays(ReportDays)) }
        : MilestoneState.Planned(terms) with { Due = EntryDue };

    /// <summary>What a period's base is worth: each tier's rate of what lies in it, summed exactly and rounded half-up once.</summary>
    /// <param name="before">The base of all periods before.</param>
    /// <param name="now">The period's own.</param>
    public Money RoyaltyOn(Money before, Money now)
    {
        var end = before + now;
        var exact = (Int128)0;
        for (var i = 0; i < Tiers.Count; i++)
        {
            var from = Money.Max(before, Tiers[i].Above);
            var to = i + 1 < Tiers.Count ? Money.Min(end, Tiers[i + 1].Above) : end;
            exact += to > from ? (Int128)(to - from).Fen * Tiers[i].Rate.TenThousandths : 0;
        }
        return new((long)((exact + Rate.One / 2) / Rate.One));
    }

    /// <summary>A period's amount, minimum and cap observed.</summary>
    /// <param name="value">What the plan divides.</param>
    /// <param name="baseBefore">The base of all periods before.</param>
    /// <param name="paidBefore">What the periods before were worth together.</param>
    /// <param name="baseNow">The period's own base.</param>
    /// <param name="isLast">True for the plan's last period, which makes up for the minimum.</param>
    public Money AmountOf(Money value, Money baseBefore, Money paidBefore, Money baseNow, bool isLast)
    {
        var room = Money.Min(value - Entry, Cap ?? value) - paidBefore;
        var owed = Money.Min(RoyaltyOn(baseBefore, baseNow), room);
        return isLast && Minimum is { } minimum ? Money.Max(owed, Money.Min(minimum - paidBefore, room)) : owed;
    }

    private static RoyaltyPlan Read(Fields f)
    {
        var basis = Enum.Parse<RoyaltyBasis>(WordOr(f.Word("basis", Bases), Bases), ignoreCase: true);
        var form = Enum.Parse<RoyaltyForm>(WordOr(f.Word("form", Forms), Forms), ignoreCase: true);
        var tiers = f.List("tiers", t => new RoyaltyTier(t.Amount("above"), t.Rate("rate")));
        f.Must("tiers", AreTiers(form, tiers), "must begin above 0.00, rise, and have one rate (fixed), rising or falling ones");
        var reportDays = f.Whole("reportDays", ContractCommands.MaxObjectionDays);
        var periods = f.List("periods", p => new RoyaltyPeriod(p.Id("id"), p.Date("ends")));
        f.DistinctIds("periods", periods.Select(p => p.Id), EntryId);
        f.Must("periods", periods.Count <= MaxPeriods, $"must be at most {MaxPeriods}");
        f.Must("periods", AreInOrder(periods), $"must end one after the other, in the years {Rfc3339.MinYear} to {Rfc3339.MaxYear}");
        var (entryFee, entryDue) = (f.OptionalAmount("entryFee"), f.OptionalDate("entryDue"));
        f.Must("entryDue", entryFee is null == (entryDue is null), "must be there with an entry fee, and only with one");
        f.Must("entryDue", entryDue is null || Rfc3339.IsInRange(entryDue.Value), $"must lie in the years {Rfc3339.MinYear} to {Rfc3339.MaxYear}");
        var (minimum, cap) = (f.OptionalAmount("minimum"), f.OptionalAmount("cap"));
        f.Must("minimum", minimum is null || cap is null || minimum <= cap, "must not be above the cap");
        return new(basis, form, tiers, reportDays, periods, entryFee, entryDue, minimum, cap);
    }

    /// <summary>A word that was refused is thrown away with the whole plan.</summary>
    private static string WordOr(string word, string[] words) => word.Length == 0 ? words[0] : word;

    private static bool AreTiers(RoyaltyForm form, IReadOnlyList<RoyaltyTier> tiers) =>
        tiers.Count > 0 && tiers[0].Above.IsZero && Pairs(tiers).All(p => p.Before.Above < p.After.Above) && form switch
        {
            RoyaltyForm.Fixed   => tiers.Count == 1,
            RoyaltyForm.Rising  => tiers.Count > 1 && Pairs(tiers).All(p => p.Before.Rate.TenThousandths < p.After.Rate.TenThousandths),
            RoyaltyForm.Falling => tiers.Count > 1 && Pairs(tiers).All(p => p.Before.Rate.TenThousandths > p.After.Rate.TenThousandths),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };

    private static bool AreInOrder(IReadOnlyList<RoyaltyPeriod> periods) =>
        periods.All(p => Rfc3339.IsInRange(p.Ends)) && Pairs(periods).All(p => p.Before.Ends < p.After.Ends);

    private static IEnumerable<(T Before, T After)> Pairs<T>(IReadOnlyList<T> items) => items.Zip(items.Skip(1));
}
