using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>What becomes of an application, and of the voucher.</summary>
internal enum SampleVoucherFate
{
    /// <summary>Approved; whatever is left lapses or expires by itself.</summary>
    Kept,

    /// <summary>The application is refused.</summary>
    Rejected,

    /// <summary>The application waits at the end of the year.</summary>
    Waiting,

    /// <summary>The enterprise gives the rest back.</summary>
    Returned,

    /// <summary>The fund takes the rest back.</summary>
    Revoked,
}

internal enum SampleOrderFate
{
    Redeemed,
    Declined,
    CancelledPlaced,
    CancelledAccepted,
    DisputedCancelled,
    ClaimRejected,

    /// <summary>Confirmed, never claimed: lapses when its claim-by comes within the year.</summary>
    NeverClaimed,

    /// <summary>Still on its way at the end of the year.</summary>
    Open,
}

internal sealed class SampleVoucher(string id, SampleEnterprise enterprise, SampleFund fund, DateTime appliedAt)
{
    public string Id => id;
    public SampleEnterprise Enterprise => enterprise;
    public SampleFund Fund => fund;
    public DateTime AppliedAt => appliedAt;
    public DateTime ApprovedAt { get; set; }

    /// <summary>The voucher keeps the policy of its approval for caps and terms.</summary>
    public SamplePolicy Policy => Fund.PolicyOn(ApprovedAt);
    public DateOnly UseBy => DateOnly.FromDateTime(ApprovedAt).AddDays(Policy.UseDays);
    public DateOnly ClaimBy => UseBy.AddDays(Policy.ClaimDays);
    public SampleVoucherFate Fate { get; set; }
    public DateTime? EndsAt { get; set; }
    public Money Face { get; set; }
    public List<SampleOrder> Orders { get; } = [];
    public bool IsApproved => Fate is not (SampleVoucherFate.Rejected or SampleVoucherFate.Waiting);
}

internal sealed class SampleOrder(string id, int number, SampleVoucher voucher, SampleProvider provider, string service,
    DateTime placedAt, long weight)
{
    public string Id => id;
    public int Number => number;
    public SampleVoucher Voucher => voucher;
    public SampleProvider Provider => provider;
    public string Service => service;
    public DateTime PlacedAt => placedAt;

    /// <summary>The price before all prices are scaled to the total; fen.</summary>
    public long Weight => weight;

    public SamplePolicy Policy => Voucher.Fund.PolicyOn(PlacedAt);
    public Rate Rate => Policy.RateBetween(Voucher.Fund.Province, Provider.Fund.Province);
    public Money Price { get; set; }

    /// <summary>What order.place reserves.</summary>
    public Money Reserved { get; set; }
    public Money InvoiceAmount { get; set; }

    /// <summary>The invoice that is handed in: its own, but for the few that hand one in twice.</summary>
    public string Invoice { get; set; } = SampleCodes.Invoice(provider.Fund.Region, number);

    /// <summary>What is approved in the end; only of redeemed orders.</summary>
    public Money Subsidy { get; set; }
    public SampleOrderFate Fate { get; set; }
    public Money ClawedBack { get; set; }

    /// <summary>Home and host are different books and the host advances: the approval is an obligation between them.</summary>
    public bool IsAdvanced => Policy.Route == "R3" && Provider.Fund != Voucher.Fund;

    public SampleFund Payer => Policy.Route == "R3" ? Provider.Fund : Voucher.Fund;
    public SampleFund Reviewer => Payer;

    /// <summary>The actor of the last review.</summary>
    public string ReviewedBy { get; set; } = "";
    public string Payee => Policy.Route == "R1" ? Voucher.Enterprise.Actor : Provider.Actor;

    public Money SubsidyAtFullPrice => Money.Min(Price.TimesFloor(Rate), Policy.OrderCap);

    /// <summary>The times of the steps that were taken, by command name.</summary>
    public Dictionary<string, DateTime> Steps { get; } = [];
}

/// <summary>Money that leaves a fund.</summary>
internal sealed record SamplePayment(SampleFund Fund, DateTime At, Money Amount);

/// <summary>An obligation that an accepted line makes: the region From owes To.</summary>
internal sealed record SampleObligation(DateTime At, string From, string To, Money Amount);
