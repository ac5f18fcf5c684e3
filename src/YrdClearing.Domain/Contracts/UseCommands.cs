using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>The buyer takes the technology into use under a deferred plan.</summary>
public sealed record BeginUse(string Contract) : ContractCommand(Contract);

/// <summary>The trigger of a deferred plan has come: the price falls due.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Evidence">How it is known.</param>
public sealed record TriggerUse(string Contract, string Evidence) : ContractCommand(Contract);

/// <summary>The bank reports money of the buyer for what the compensation fund has paid in its place.</summary>
public sealed record ReceiveSubrogation(string Contract, Money Amount) : ContractCommand(Contract);

/// <summary>The buyer's market gives up what the fund cannot get back, whole or in part.</summary>
public sealed record WriteOffSubrogation(string Contract, Money Amount, string Reason) : ContractCommand(Contract);

internal static class UseCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("use.begin", "the seller or the buyer", "Begins the use of the technology under a deferred plan.", "先使用后付费：开始使用。",
            f => new BeginUse(f.Id("contract")), """{"contract":"K1"}"""),
        new("use.trigger", "the buyer or the seller's market", "Reports the trigger of a deferred plan; the price falls due dueDays later.",
            "先使用后付费：报告触发条件成就，付款期开始。",
            f => new TriggerUse(f.Id("contract"), f.Text("evidence")), """{"contract":"K1","evidence":"first invoice of 2026-06-01"}"""),
        new("subrogation.receive", "bank", "Reports money of the buyer for what the compensation fund paid in its place.",
            "银行回报：买方偿还风险补偿金代偿款。",
            f => new ReceiveSubrogation(f.Id("contract"), f.Amount("amount")), """{"contract":"K1","amount":"1000.00"}"""),
        new("subrogation.write-off", "the buyer's market", "Gives up what the compensation fund cannot get back, whole or in part.",
            "核销无法追回的风险补偿金代偿款。",
            f => new WriteOffSubrogation(f.Id("contract"), f.Amount("amount"), f.Text("reason")),
            """{"contract":"K1","amount":"1000.00","reason":"the buyer was wound up"}"""),
    ];
}
