using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

public enum BidTrigger
{
    Win,
    Release,
    Instruct,
    Confirm,
    Fail,
}

/// <summary>A deposit's lifecycle; it begins when the bank reports it and ends in an escrow or with its bidder.</summary>
public static class BidLifecycle
{
    public static readonly Lifecycle<BidStatus, BidTrigger> Table = new("Bid", BidStatus.Deposited,
        (BidStatus.Deposited,     BidTrigger.Win,      BidStatus.Won),
        (BidStatus.Deposited,     BidTrigger.Release,  BidStatus.Released),
        (BidStatus.Released,      BidTrigger.Instruct, BidStatus.Instructed),
        (BidStatus.Instructed,    BidTrigger.Confirm,  BidStatus.Refunded),
        (BidStatus.Instructed,    BidTrigger.Fail,     BidStatus.PaymentFailed),
        (BidStatus.PaymentFailed, BidTrigger.Instruct, BidStatus.Instructed));
}
