using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Payouts;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>
/// Every command on what is paid out of a contract, to the seller and to the buyer, in every status of the payout and of the contract, by
/// the right actor and by a wrong one (scenario.md, "Payouts", "Termination and refund").
/// </summary>
public sealed class MilestonePayoutTableTests
{
    /// <summary>The seller's payment of M1. y is ok, – is wrong_state; recovery.receive before and after a refund.</summary>
    private static readonly (string Payout, string InOrder)[] Sellers =
    [
        //                  instruct confirm fail receive, refunded: receive
        ("none",            "– – – – ."),
        ("Due",             "y – – – y"),
        ("Instructed",      "– y y – y"),
        ("Paid",            "– – – – y"),
        ("PaymentFailed",   "y – – – y"),
    ];

    /// <summary>What is due to the buyer, all of the contract at once.</summary>
    private static readonly (string Refund, string InOrder)[] Buyers =
    [
        //                  instruct confirm fail
        ("none",            "– – –"),
        ("Due",             "y – –"),
        ("Instructed",      "– y y"),
        ("Paid",            "– – –"),
        ("PaymentFailed",   "y – –"),
        ("Instructed, more due", "– y y"),
        ("Paid, more due",  "y – –"),
    ];

    private static readonly ContractStatus[] AfterRelease =
        [ContractStatus.Performing, ContractStatus.Disputed, ContractStatus.Completed, ContractStatus.Terminated];

    private static readonly ContractStatus[] BeforeFunding =
        [ContractStatus.Draft, ContractStatus.Signed, ContractStatus.Registered, ContractStatus.NotRegistered];

    public static IEnumerable<TheoryDataRow<ContractStatus, string>> SellerRows() =>
        from status in BeforeFunding.Concat(AfterRelease)
        from row in Sellers
        where row.Payout == "none" ? status != ContractStatus.Completed : AfterRelease.Contains(status)
        select new TheoryDataRow<ContractStatus, string>(status, row.Payout);

    public static IEnumerable<TheoryDataRow<ContractStatus, string>> BuyerRows() =>
        from status in BeforeFunding.Concat(AfterRelease)
        from row in Buyers
        where row.Refund == "none" || AfterRelease.Contains(status)
        select new TheoryDataRow<ContractStatus, string>(status, row.Refund);

    [Theory]
    [MemberData(nameof(SellerRows))]
    public void The_sellers_payment_goes_as_the_table_says(ContractStatus contract, string payout)
    {
        (Command Command, string By, string NotBy, bool IsRefunded)[] columns =
        [
            (Instruct("M1"),            Li,     Xu,     false),
            (Confirm("M1"),             Bank,   Li,     false),
            (Fail("M1"),                Bank,   Li,     false),
            (Receive("M1", "1.00"),     Bank,   Li,     false),
            (Receive("M1", "1.00"),     Bank,   Li,     true),
        ];
        var row = Sellers.Single(r => r.Payout == payout).InOrder.Split(' ');
        foreach (var (column, expected) in columns.Zip(row).Where(c => c.Second != "."))
        {
            var desk = In(contract, released: payout != "none");
            ToSeller(desk, payout);
            if (column.IsRefunded)
            {
                desk.Setup(Li, new RefundMilestone("K1", "M1", Yuan("1.00"), "x"));
            }
            Cell(desk, column.Command, column.By, column.NotBy, expected);
        }
    }

    [Theory]
    [MemberData(nameof(BuyerRows))]
    public void What_is_due_to_the_buyer_goes_as_the_table_says(ContractStatus contract, string refund)
    {
        (Command Command, string By, string NotBy)[] columns =
        [
            (Instruct("refund"),        Xu,     Li),
            (Confirm("refund"),         Bank,   Xu),
            (Fail("refund"),            Bank,   Xu),
        ];
        var row = Buyers.Single(r => r.Refund == refund).InOrder.Split(' ');
        foreach (var (column, expected) in columns.Zip(row))
        {
            // A termination gives the escrow back, so the buyer is due something then.
            var desk = In(contract, released: AfterRelease.Contains(contract));
            ToBuyer(desk, contract, refund);
            Cell(desk, column.Command, column.By, column.NotBy, expected);
        }
    }

    private static void Cell(MarketDesk desk, Command command, string by, string notBy, string expected)
    {
        desk.Do(notBy, command).ShouldBe("not_allowed", $"{command}");
        desk.Do(Seller, command).ShouldBe("not_allowed", $"{command}");
        desk.Do(by, command).ShouldBe(expected == "y" ? "ok" : "wrong_state", $"{command}");
    }

    private static void ToSeller(MarketDesk desk, string payout)
    {
        if (payout is "none" or "Due")
        {
            return;
        }
        desk.Setup(Li, Instruct("M1"));
        if (payout != "Instructed")
        {
            desk.Setup(Bank, payout == "Paid" ? Confirm("M1") : Fail("M1"));
        }
        desk.Contract().Find("M1")!.Payout.ShouldBe(Enum.Parse<PayoutStatus>(payout));
    }

    private static void ToBuyer(MarketDesk desk, ContractStatus contract, string refund)
    {
        void Refund() => desk.Setup(Li, new RefundMilestone("K1", "M1", Yuan("1.00"), "x"));
        if (contract == ContractStatus.Terminated)
        {
            // The rest of the escrow fell due: out of the way, for the table is about refunds.
            desk.Setup(Xu, Instruct("refund"));
            desk.Setup(Bank, Confirm("refund"));
        }
        if (refund == "none")
        {
            return;
        }
        Refund();
        if (refund != "Due")
        {
            desk.Setup(Xu, Instruct("refund"));
        }
        if (refund is "Paid" or "Paid, more due" or "PaymentFailed")
        {
            desk.Setup(Bank, refund == "PaymentFailed" ? Fail("refund") : Confirm("refund"));
        }
        if (refund.EndsWith("more due", StringComparison.Ordinal))
        {
            Refund();
        }
    }

    /// <summary>The seller's market has cash of another contract, so that payments are refused for their state only.</summary>
    private static MarketDesk In(ContractStatus status, bool released)
    {
        var desk = new MarketDesk().Performing(Draft("K2") with { BuyerMarket = ZJ }).Release("M1", "K2").Release("M2", "K2").Drafted();
        if (status != ContractStatus.Draft)
        {
            desk.Sign();
        }
        switch (status)
        {
            case ContractStatus.Registered:
                desk.Setup(Li, new RegisterContract("K1", "N-1", Yuan("1.00")));
                break;
            case ContractStatus.NotRegistered:
                desk.Setup(Li, new RefuseContract("K1", "x"));
                break;
            case ContractStatus.Performing or ContractStatus.Disputed or ContractStatus.Completed or ContractStatus.Terminated:
                desk.Setup(Bank, new FundContract("K1", Yuan("1000000.00")));
                Perform(desk, status, released);
                break;
        }
        desk.Contract().Status.ShouldBe(status);
        return desk;
    }

    private static void Perform(MarketDesk desk, ContractStatus status, bool released)
    {
        if (released)
        {
            desk.Release("M1");
        }
        switch (status)
        {
            case ContractStatus.Disputed:
                desk.Setup(Buyer, new DisputeContract("K1", "x"));
                break;
            case ContractStatus.Completed:
                desk.Release("M2").Release("M3");
                break;
            case ContractStatus.Terminated:
                desk.Setup(Li, new TerminateContract("K1", "x"));
                break;
        }
    }
}
