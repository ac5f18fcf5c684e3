using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>A service order on a voucher, with its claim. It keeps the rules that it was placed under.</summary>
public sealed record OrderState
{
    public required string Id { get; init; }

    /// <summary>Position among the voucher's orders, from 0.</summary>
    public required int Ordinal { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>USCC.</summary>
    public required string Provider { get; init; }

    /// <summary>Region code of the provider's fund.</summary>
    public required string HostFund { get; init; }

    public required string Service { get; init; }

    /// <summary>Version of the home fund's policy in force when it was placed; its route included.</summary>
    public required string Policy { get; init; }

    public required FundingRoute Route { get; init; }

    /// <summary>Subsidised share of price or invoice amount.</summary>
    public required Rate Rate { get; init; }

    /// <summary>USCC of who is paid the subsidy: the enterprise on route R1, else the provider.</summary>
    public required string Payee { get; init; }

    /// <summary>The book that pays it out: the host fund's on route R3, else home.</summary>
    public required string PayingBook { get; init; }

    public required BusinessTime PlacedAt { get; init; }

    public required Money Price { get; init; }

    /// <summary>Number of the contract; null until delivered.</summary>
    public string? Contract { get; init; }

    /// <summary>Number of the invoice; null until delivered.</summary>
    public string? Invoice { get; init; }

    /// <summary>At most the price; null until delivered.</summary>
    public Money? InvoiceAmount { get; init; }

    /// <summary>Reserved on the voucher while the order lives and its claim is not approved; keeps its last value afterwards.</summary>
    public required Money Subsidy { get; init; }

    /// <summary>What the enterprise bears: price, from delivery on invoice amount, less subsidy.</summary>
    public required Money Own { get; init; }

    /// <summary>Status of the claim; null before the first submission.</summary>
    public ClaimStatus? Claim { get; init; }

    /// <summary>The whole <c>as</c> of the claim's reviewer; null until reviewed.</summary>
    public string? Reviewer { get; init; }

    /// <summary>Clawed back so far.</summary>
    public Money ClawedBack { get; init; }

    public static string IdOf(string order) => "order:" + order;

    /// <summary>True when the book that pays is not the home book.</summary>
    public bool IsAbroad(string homeBook) => PayingBook != homeBook;

    internal static OrderState Placed(OrderPlaced e) => new()
    {
        Id = e.Order,
        Ordinal = e.Ordinal,
        Status = OrderStatus.Placed,
        Provider = e.Provider,
        HostFund = e.HostFund,
        Service = e.Service,
        Policy = e.Policy,
        Route = e.Route,
        Rate = e.Rate,
        Payee = e.Payee,
        PayingBook = e.PayingBook,
        PlacedAt = e.PlacedAt,
        Price = e.Price,
        Subsidy = e.Subsidy,
        Own = e.Own,
    };

    internal static OrderState Evolve(OrderState order, OrderEvent @event) => @event switch
    {
        OrderAccepted  => order with { Status = OrderStatus.Accepted },
        OrderDeclined  => order with { Status = OrderStatus.Declined },
        OrderDelivered e => order with
        {
            Status = OrderStatus.Delivered,
            Contract = e.Contract,
            Invoice = e.Invoice,
            InvoiceAmount = e.InvoiceAmount,
            Subsidy = e.Subsidy,
            Own = e.Own,
        },
        OrderConfirmed      => order with { Status = OrderStatus.Confirmed },
        OrderDisputed       => order with { Status = OrderStatus.Disputed },
        OrderCancelled      => order with { Status = OrderStatus.Cancelled },
        OrderLapsed         => order with { Status = OrderStatus.Lapsed },
        ClaimSubmitted      => order with { Claim = ClaimStatus.Submitted, Reviewer = null },
        ClaimReviewed e     => order with { Claim = ClaimStatus.Reviewed, Reviewer = e.Reviewer },
        ClaimApproved       => order with { Claim = ClaimStatus.Approved },
        ClaimReturned       => order with { Claim = ClaimStatus.Returned },
        ClaimRejected       => order with { Claim = ClaimStatus.Rejected, Status = OrderStatus.Rejected },
        ClaimInstructed     => order with { Claim = ClaimStatus.Instructed },
        ClaimPaid           => order with { Claim = ClaimStatus.Paid },
        ClaimPaymentFailed  => order with { Claim = ClaimStatus.PaymentFailed },
        ClaimClawedBack e   => order with { Claim = e.Status, ClawedBack = e.Total },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of an order."),
    };
}

public enum OrderStatus
{
    Placed,
    Accepted,
    Declined,
    Delivered,

    /// <summary>Stays so through its claim, whatever becomes of that, but for its rejection.</summary>
    Confirmed,

    Disputed,
    Cancelled,

    /// <summary>Its claim was rejected.</summary>
    Rejected,

    /// <summary>Past claim-by without a claim under way.</summary>
    Lapsed,
}

public enum ClaimStatus
{
    Submitted,
    Reviewed,
    Returned,
    Rejected,
    Approved,
    Instructed,
    PaymentFailed,
    Paid,

    /// <summary>All of it was clawed back.</summary>
    Recovered,
}
