using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// The payment of one approved claim, <c>payout:ORDER</c>, of one released milestone, <c>payout:CONTRACT/MILESTONE</c>, or of an owner's
/// part of one, <c>payout:CONTRACT/MILESTONE/OWNER</c>, with what was clawed back or refunded and received again.
/// </summary>
public sealed record PayoutState
{
    private const string Prefix = "payout:";

    /// <summary>What is paid: <see cref="PayoutIds"/>.</summary>
    public required string Order { get; init; }

    /// <summary>The voucher's id; null for a milestone.</summary>
    public string? Voucher { get; init; }

    /// <summary>The book of the voucher's fund or of the buyer's market.</summary>
    public required string HomeBook { get; init; }

    /// <summary>The book that pays: this aggregate's own.</summary>
    public required string PayingBook { get; init; }

    /// <summary>USCC.</summary>
    public required string Payee { get; init; }

    public required Money Amount { get; init; }

    public required PayoutStatus Status { get; init; }

    /// <summary>The bank's reference of the confirmed payment; null when none was given.</summary>
    public string? BankRef { get; init; }

    /// <summary>Clawed back, or refunded to the buyer, so far.</summary>
    public Money ClawedBack { get; init; }

    /// <summary>Received back from the payee so far.</summary>
    public Money Received { get; init; }

    public bool IsAbroad => PayingBook != HomeBook;

    /// <summary>The contract's id; null for a claim.</summary>
    [JsonIgnore]
    public string? Contract => PayoutIds.ContractOf(Order);

    public static string IdOf(string id) => Prefix + id;

    /// <summary>True when this is the id of a payout, such as <c>payout:O1</c>.</summary>
    public static bool IsIdOf(string aggregate) => aggregate.StartsWith(Prefix, StringComparison.Ordinal);

    public static PayoutState Evolve(PayoutState? state, DomainEvent @event) => @event switch
    {
        PayoutDue e => new()
        {
            Order = e.Order,
            Voucher = e.Voucher,
            HomeBook = e.HomeBook,
            PayingBook = e.PayingBook,
            Payee = e.Payee,
            Amount = e.Amount,
            Status = PayoutStatus.Due,
        },
        PayoutReleaseDue e => Released(e.Order, e.HomeBook, e.PayingBook, e.Payee, e.Amount),
        SharedReleaseDue e => Released(e.Order, e.HomeBook, e.PayingBook, e.Payee, e.Amount),
        OwnerPayoutDue e   => Released(e.Order, e.HomeBook, e.PayingBook, e.Payee, e.Amount),
        PayoutInstructed   => state! with { Status = PayoutStatus.Instructed },
        PayoutPaid e       => state! with { Status = PayoutStatus.Paid, BankRef = e.BankRef },
        PayoutFailed       => state! with { Status = PayoutStatus.PaymentFailed },
        PayoutClawedBack e => state! with { ClawedBack = e.Total },
        RecoveryReceived e => state! with { Received = e.Total },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a payout."),
    };

    private static PayoutState Released(string order, string home, string paying, string payee, Money amount) => new()
    {
        Order = order,
        HomeBook = home,
        PayingBook = paying,
        Payee = payee,
        Amount = amount,
        Status = PayoutStatus.Due,
    };
}

public enum PayoutStatus
{
    Due,
    Instructed,
    Paid,

    /// <summary>The bank returned it; it may be instructed again.</summary>
    PaymentFailed,
}
