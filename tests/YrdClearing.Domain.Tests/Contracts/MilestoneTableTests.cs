using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>
/// Every command on a milestone in every status of it and of its contract that can be together, by the right actor and by a wrong one
/// (scenario.md, "Milestones", "Dispute", "Termination and refund" and the table below "Codes").
/// </summary>
public sealed class MilestoneTableTests
{
    /// <summary>Who asks, who may not, and what; the order of the columns.</summary>
    private static readonly (string Name, string By, string NotBy, bool IsLate, Command Command)[] Columns =
    [
        ("deliver",     Seller, Buyer,  false, new DeliverMilestone("K1", "M2")),
        ("accept",      Buyer,  Seller, false, new AcceptMilestone("K1", "M2")),
        ("object",      Buyer,  Seller, false, new ObjectToMilestone("K1", "M2", "x")),
        ("refund",      Li,     Xu,     false, new RefundMilestone("K1", "M2", Yuan("1.00"), "x")),
        ("accept late", Buyer,  Seller, true,  new AcceptMilestone("K1", "M2")),
        ("object late", Buyer,  Seller, true,  new ObjectToMilestone("K1", "M2", "x")),
    ];

    /// <summary>y is ok, – is wrong_state; late is after the objection days; deemed: the run of deadlines releases it.</summary>
    public static TheoryData<ContractStatus, MilestoneStatus, string, bool> Rows => new()
    {
        //                                                       deliver accept object refund late: accept object   deemed
        { ContractStatus.Draft,         MilestoneStatus.Pending,    "– – – – – –",                                  false },
        { ContractStatus.Signed,        MilestoneStatus.Pending,    "– – – – – –",                                  false },
        { ContractStatus.Registered,    MilestoneStatus.Pending,    "– – – – – –",                                  false },
        { ContractStatus.NotRegistered, MilestoneStatus.Pending,    "– – – – – –",                                  false },
        { ContractStatus.Performing,    MilestoneStatus.Pending,    "y – – – – –",                                  false },
        { ContractStatus.Performing,    MilestoneStatus.Delivered,  "– y y – y –",                                  true },
        { ContractStatus.Performing,    MilestoneStatus.Objected,   "y – – – – –",                                  false },
        { ContractStatus.Performing,    MilestoneStatus.Released,   "– – – y – –",                                  false },
        { ContractStatus.Disputed,      MilestoneStatus.Pending,    "– – – – – –",                                  false },
        { ContractStatus.Disputed,      MilestoneStatus.Delivered,  "– – – – – –",                                  false },
        { ContractStatus.Disputed,      MilestoneStatus.Objected,   "– – – – – –",                                  false },
        { ContractStatus.Disputed,      MilestoneStatus.Released,   "– – – y – –",                                  false },
        { ContractStatus.Completed,     MilestoneStatus.Released,   "– – – y – –",                                  false },
        { ContractStatus.Terminated,    MilestoneStatus.Pending,    "– – – – – –",                                  false },
        { ContractStatus.Terminated,    MilestoneStatus.Delivered,  "– – – – – –",                                  false },
        { ContractStatus.Terminated,    MilestoneStatus.Objected,   "– – – – – –",                                  false },
        { ContractStatus.Terminated,    MilestoneStatus.Released,   "– – – y – –",                                  false },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_command_on_a_milestone_is_accepted_or_refused_as_the_table_says(
        ContractStatus contract, MilestoneStatus milestone, string row, bool isDeemed)
    {
        foreach (var (column, expected) in Columns.Zip(row.Split(' ')))
        {
            var desk = In(contract, milestone);
            if (column.IsLate)
            {
                desk.EndOf("2026-03-12");
            }
            desk.Do(column.By, OfAnother(column.Command)).ShouldBe("not_found", column.Name);
            desk.Do(column.NotBy, column.Command).ShouldBe("not_allowed", column.Name);
            desk.Do(Stranger, column.Command).ShouldBe("not_allowed", column.Name);
            desk.Do(column.By, column.Command).ShouldBe(expected == "y" ? "ok" : "wrong_state", column.Name);
        }
        var run = In(contract, milestone).EndOf("2026-03-12");
        run.Setup(Operator, new RunDeadlines());
        run.Contract().Find("M2")!.Status.ShouldBe(isDeemed ? MilestoneStatus.Released : milestone);
    }

    [Fact]
    public void The_table_has_every_pair_of_statuses_that_can_be_together()
    {
        var rows = Rows.Select(r => (Contract: r.Data.Item1, Milestone: r.Data.Item2)).ToList();
        rows.Select(r => r.Contract).Distinct().Order().ShouldBe(Enum.GetValues<ContractStatus>());
        // The others are of deferred plans only: see DeferredTests.
        var ofMilestones = Enum.GetValues<MilestoneStatus>().Except(
            [MilestoneStatus.InUse, MilestoneStatus.Triggered, MilestoneStatus.Payable, MilestoneStatus.Defaulted]).ToList();
        foreach (var status in new[] { ContractStatus.Performing, ContractStatus.Disputed, ContractStatus.Terminated })
        {
            rows.Where(r => r.Contract == status).Select(r => r.Milestone).ShouldBe(ofMilestones, ignoreOrder: true);
        }
    }

    /// <summary>M2 of three, delivered on 2026-03-02: the buyer may object until 24:00 of 2026-03-12.</summary>
    private static MarketDesk In(ContractStatus contract, MilestoneStatus milestone)
    {
        var desk = new MarketDesk().Drafted();
        if (contract == ContractStatus.Draft)
        {
            return desk;
        }
        desk.Sign();
        switch (contract)
        {
            case ContractStatus.Signed:
                return desk;
            case ContractStatus.Registered:
                desk.Setup(Li, new RegisterContract("K1", "N-1", Yuan("1.00")));
                return desk;
            case ContractStatus.NotRegistered:
                desk.Setup(Li, new RefuseContract("K1", "x"));
                return desk;
        }
        desk.Setup(Bank, new FundContract("K1", Yuan("1000000.00")));
        if (milestone != MilestoneStatus.Pending)
        {
            desk.Deliver("M2");
        }
        switch (milestone)
        {
            case MilestoneStatus.Objected:
                desk.Setup(Buyer, new ObjectToMilestone("K1", "M2", "x"));
                break;
            case MilestoneStatus.Released:
                desk.Setup(Buyer, new AcceptMilestone("K1", "M2"));
                break;
        }
        switch (contract)
        {
            case ContractStatus.Disputed:
                desk.Setup(Seller, new DisputeContract("K1", "x"));
                break;
            case ContractStatus.Terminated:
                desk.Setup(Li, new TerminateContract("K1", "x"));
                break;
            case ContractStatus.Completed:
                desk.Release("M1").Release("M3");
                break;
        }
        (desk.Contract().Status, desk.Contract().Find("M2")!.Status).ShouldBe((contract, milestone));
        return desk;
    }

    private static Command OfAnother(Command command) => command switch
    {
        DeliverMilestone c  => c with { Milestone = "M9" },
        AcceptMilestone c   => c with { Milestone = "M9" },
        ObjectToMilestone c => c with { Milestone = "M9" },
        RefundMilestone c   => c with { Milestone = "M9" },
        _ => throw new ArgumentException($"{command} is not in the table.", nameof(command)),
    };
}
