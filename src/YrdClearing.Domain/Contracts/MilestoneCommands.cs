using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Contracts;

/// <summary>A command to one milestone of a contract.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
public abstract record MilestoneCommand(string Contract, string Milestone) : ContractCommand(Contract);

/// <summary>The seller delivers.</summary>
public sealed record DeliverMilestone(string Contract, string Milestone) : MilestoneCommand(Contract, Milestone);

/// <summary>The buyer accepts: the milestone is released.</summary>
public sealed record AcceptMilestone(string Contract, string Milestone) : MilestoneCommand(Contract, Milestone);

/// <summary>The buyer objects within the objection days.</summary>
public sealed record ObjectToMilestone(string Contract, string Milestone, string Reason) : MilestoneCommand(Contract, Milestone);

/// <summary>The seller's market gives the buyer back what was released, whole or in part.</summary>
public sealed record RefundMilestone(string Contract, string Milestone, Money Amount, string Reason)
    : MilestoneCommand(Contract, Milestone);

/// <summary>The seller's payment moved on (a message of the payout).</summary>
[Stored("milestone.record-payout.1")]
public sealed record RecordMilestonePayout(string Contract, string Milestone, PayoutStatus Status)
    : MilestoneCommand(Contract, Milestone);

/// <summary>An owner's payment moved on (a message of the payout).</summary>
[Stored("milestone.record-owner-payout.1")]
public sealed record RecordOwnerPayout(string Contract, string Milestone, string Owner, PayoutStatus Status)
    : MilestoneCommand(Contract, Milestone);

/// <summary>The deal is with this contract's buyer, whose deposit it takes over (a message of the bid).</summary>
[Stored("contract.record-deposit.1")]
public sealed record RecordDeposit(string Contract, string Listing, string Bidder, Money Amount) : ContractCommand(Contract);

/// <summary>Releases the first part of the plan that is due and that the escrow covers, or makes it payable (deadlines only).</summary>
[Stored("contract.accept-due.1")]
public sealed record AcceptDueMilestone(string Contract) : ContractCommand(Contract);

internal static class MilestoneCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("milestone.deliver", "the seller", "Delivers a milestone; the objection days begin.", "卖方交付节点成果。",
            f => new DeliverMilestone(f.Id("contract"), f.Id("milestone")), """{"contract":"K1","milestone":"M1"}"""),
        new("milestone.accept", "the buyer", "Accepts what was delivered; the milestone is released.", "买方验收，支付该节点款项。",
            f => new AcceptMilestone(f.Id("contract"), f.Id("milestone")), """{"contract":"K1","milestone":"M1"}"""),
        new("milestone.object", "the buyer", "Objects to what was delivered, within the objection days.", "买方在异议期内提出异议。",
            f => new ObjectToMilestone(f.Id("contract"), f.Id("milestone"), f.Text("reason")),
            """{"contract":"K1","milestone":"M1","reason":"a part is missing"}"""),
    ];
}
