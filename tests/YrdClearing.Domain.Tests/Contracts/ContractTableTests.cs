using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>
/// Every command in every status, by the right actor and by a wrong one: the table of scenario.md below "Codes", cell by cell. In each
/// status M1 is released where anything can be, M2 delivered, and an amendment waits where one can.
/// </summary>
public sealed class ContractTableTests
{
    private static readonly ContractStatus[] Statuses = Enum.GetValues<ContractStatus>();

    /// <summary>What is answered in the statuses in their order; y is ok, – is wrong_state.</summary>
    private static readonly (string Name, Func<Command> Command, string By, string InOrder)[] Rows =
    [
        // Draft Signed Registered NotRegistered Performing Disputed Completed Terminated
        ("sign",              () => new SignContract("K1"),                                              Buyer,  "y y y – y – – –"),
        ("register",          () => new RegisterContract("K1", "N-1", Yuan("1.00")),                     Li,     "– y – – y – – –"),
        ("refuse",            () => new RefuseContract("K1", "x"),                                       Li,     "– y – – – – – –"),
        ("fund",              () => new FundContract("K1", Yuan("1.00")),                                Bank,   "– y y – y – – –"),
        ("milestone.deliver", () => new DeliverMilestone("K1", "M3"),                                    Seller, "– – – – y – – –"),
        ("milestone.accept",  () => new AcceptMilestone("K1", "M2"),                                     Buyer,  "– – – – y – – –"),
        ("milestone.object",  () => new ObjectToMilestone("K1", "M2", "x"),                              Buyer,  "– – – – y – – –"),
        ("dispute",           () => new DisputeContract("K1", "x"),                                      Seller, "– – – – y – – –"),
        ("resolve",           () => new ResolveContract("K1", "x"),                                      Li,     "– – – – – y – –"),
        ("amend",             () => new AmendContract("K1", Yuan("2000000.00"), Yuan("1.00"), Plan(("N1", "1"))),
                                                                                                         Li,     "– y y – y – – –"),
        ("terminate",         () => new TerminateContract("K1", "x"),                                    Li,     "– y y – y y – –"),
        ("refund",            () => new RefundMilestone("K1", "M1", Yuan("1.00"), "x"),                  Li,     "– – – – y y y y"),
        ("payout M1",         () => Instruct("M1"),                                                      Li,     "– – – – y y y y"),
        ("payout refund",     () => Instruct("refund"),                                                  Xu,     "– – – – y y y y"),
    ];

    public static TheoryData<string, ContractStatus> Cells()
    {
        var cells = new TheoryData<string, ContractStatus>();
        foreach (var row in Rows)
        {
            Array.ForEach(Statuses, status => cells.Add(row.Name, status));
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_command_is_accepted_or_refused_as_the_table_says(string name, ContractStatus status)
    {
        var row = Rows.Single(r => r.Name == name);
        var desk = In(status);
        desk.Contract().Status.ShouldBe(status);
        desk.Do(row.By == Stranger ? Li : Stranger, row.Command()).ShouldBe("not_allowed", "who may not ask is told so first");
        var expected = row.InOrder.Split(' ')[Array.IndexOf(Statuses, status)] == "y" ? "ok" : "wrong_state";
        desk.Do(row.By, row.Command()).ShouldBe(expected);
    }

    [Fact]
    public void Every_command_on_a_contract_is_in_the_table()
    {
        var told = Rows.Select(r => r.Command().GetType());
        var there = typeof(ContractCommand).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(ContractCommand)) && !t.IsAbstract && !t.IsDefined(typeof(StoredAttribute), false));
        there.Except(told).ShouldBe(
            [
                typeof(AcceptLicence), typeof(DraftContract),
                // Of deferred plans only: see DeferredTests.
                typeof(BeginUse), typeof(TriggerUse), typeof(ReceiveSubrogation), typeof(WriteOffSubrogation),
                // Of royalties only: see RoyaltyTests.
                typeof(ReportRoyalty), typeof(InspectRoyalty),
            ], ignoreOrder: true);
    }

    /// <summary>Who may sign: the draft once each, and an amendment, while one waits, once each.</summary>
    public static TheoryData<ContractStatus, string, string, string> Signatures => new()
    {
        //                              what waits, who signed  seller          buyer
        { ContractStatus.Draft,         "",                     "ok",           "ok" },
        { ContractStatus.Draft,         Seller,                 "wrong_state",  "ok" },
        { ContractStatus.Draft,         Buyer,                  "ok",           "wrong_state" },
        { ContractStatus.Signed,        "",                     "wrong_state",  "wrong_state" },
        { ContractStatus.Signed,        "amended",              "ok",           "ok" },
        { ContractStatus.Signed,        "amended " + Seller,    "wrong_state",  "ok" },
        { ContractStatus.Registered,    "",                     "wrong_state",  "wrong_state" },
        { ContractStatus.Registered,    "amended",              "ok",           "ok" },
        { ContractStatus.Registered,    "amended " + Buyer,     "ok",           "wrong_state" },
        { ContractStatus.NotRegistered, "",                     "wrong_state",  "wrong_state" },
        { ContractStatus.Performing,    "",                     "wrong_state",  "wrong_state" },
        { ContractStatus.Performing,    "amended",              "ok",           "ok" },
        { ContractStatus.Performing,    "amended " + Seller,    "wrong_state",  "ok" },
        { ContractStatus.Disputed,      "amended",              "wrong_state",  "wrong_state" },
        { ContractStatus.Completed,     "",                     "wrong_state",  "wrong_state" },
        { ContractStatus.Terminated,    "",                     "wrong_state",  "wrong_state" },
    };

    [Theory]
    [MemberData(nameof(Signatures))]
    public void A_party_signs_what_waits_for_it_and_nothing_else(ContractStatus status, string before, string seller, string buyer)
    {
        foreach (var (party, expected) in new[] { (Seller, seller), (Buyer, buyer), (Stranger, "not_allowed") })
        {
            var desk = Plain(status, isAmended: before.StartsWith("amended", StringComparison.Ordinal));
            if (before.Split(' ')[^1] is { } signed && signed.StartsWith("enterprise:", StringComparison.Ordinal))
            {
                desk.Setup(signed, new SignContract("K1"));
            }
            desk.Do(party, new SignContract("K1")).ShouldBe(expected, party);
        }
    }

    [Theory]
    [InlineData(ContractStatus.Signed, "ok")]
    [InlineData(ContractStatus.Registered, "wrong_state")]
    [InlineData(ContractStatus.Performing, "ok")]
    public void A_contract_is_registered_once_and_a_number_once(ContractStatus status, string expected)
    {
        var desk = Plain(status, isAmended: false);
        desk.Registered(Draft("K2"));
        desk.Do(Li, new RegisterContract("K1", "N-K2", Yuan("1.00"))).ShouldBe("already_exists");
        desk.Do(Li, new RegisterContract("K1", "N-1", Yuan("1.00"))).ShouldBe(expected);
        desk.Do(Li, new RegisterContract("K1", "N-2", Yuan("1.00"))).ShouldBe("wrong_state");
    }

    /// <summary>In this status, with an amendment that waits for both only where one is asked for.</summary>
    private static MarketDesk Plain(ContractStatus status, bool isAmended)
    {
        var desk = new MarketDesk();
        switch (status)
        {
            case ContractStatus.Draft:
                return desk.Drafted();
            case ContractStatus.Signed:
                desk.Signed();
                break;
            case ContractStatus.Registered:
                desk.Registered();
                break;
            case ContractStatus.Performing or ContractStatus.Disputed:
                desk.Performing();
                break;
            default:
                return In(status);
        }
        if (isAmended)
        {
            Amending(desk);
        }
        if (status == ContractStatus.Disputed)
        {
            desk.Setup(Buyer, new DisputeContract("K1", "x"));
        }
        return desk;
    }

    private static MarketDesk In(ContractStatus status)
    {
        var desk = new MarketDesk();
        switch (status)
        {
            case ContractStatus.Draft:
                desk.Drafted().Setup(Seller, new SignContract("K1"));
                return desk;
            case ContractStatus.Signed:
                return Amending(desk.Signed());
            case ContractStatus.Registered:
                return Amending(desk.Registered());
            case ContractStatus.NotRegistered:
                Amending(desk.Signed()).Setup(Li, new RefuseContract("K1", "x"));
                return desk;
            default:
                return Performed(desk, status);
        }
    }

    private static MarketDesk Performed(MarketDesk desk, ContractStatus status)
    {
        // The seller's market has cash of another contract, so that payouts are refused for their state only.
        desk.Performing(Draft("K2") with { BuyerMarket = ZJ }).Release("M1", "K2").Release("M2", "K2");
        desk.Performing(amount: "999999.00").Release("M1").Deliver("M2");
        desk.Setup(Li, new RefundMilestone("K1", "M1", Yuan("1.00"), "x"));
        Amending(desk);
        switch (status)
        {
            case ContractStatus.Disputed:
                desk.Setup(Buyer, new DisputeContract("K1", "x"));
                break;
            case ContractStatus.Completed:
                desk.Setup(Bank, new FundContract("K1", Yuan("1.00")));
                desk.Setup(Buyer, new AcceptMilestone("K1", "M2"));
                desk.Release("M3");
                break;
            case ContractStatus.Terminated:
                desk.Setup(Li, new TerminateContract("K1", "x"));
                break;
        }
        return desk;
    }

    private static MarketDesk Amending(MarketDesk desk)
    {
        desk.Setup(Li, new AmendContract("K1", Yuan("1000000.00"), Yuan("1.00"), Plan(("N1", "1"))));
        return desk;
    }
}
