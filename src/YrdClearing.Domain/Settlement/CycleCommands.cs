using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>A command to one cycle, aggregate <c>cycle:ID</c> of book <c>network</c>.</summary>
public abstract record CycleCommand(string Cycle) : Command;

/// <summary><c>cycle.cut-off</c>: takes every obligation of the network that is in no earlier cycle.</summary>
public sealed record CutOffCycle(string Cycle, SettlementNetwork Network, NettingMode Mode) : CycleCommand(Cycle);

/// <summary><c>cycle.calculate</c>: nets what the cycle took, once both mirrors of every pair agree.</summary>
public sealed record CalculateCycle(string Cycle) : CycleCommand(Cycle);

/// <summary><c>cycle.confirm</c>: a participant agrees to its position.</summary>
public sealed record ConfirmCycle(string Cycle) : CycleCommand(Cycle);

/// <summary><c>cycle.instruct</c>: settles the obligations in every book and makes the payments due.</summary>
public sealed record InstructCycle(string Cycle) : CycleCommand(Cycle);

/// <summary><c>cycle.pay</c>: the bank reports an instruction paid. Regions of payer and payee.</summary>
public sealed record PayCycle(string Cycle, string From, string To) : CycleCommand(Cycle);

/// <summary><c>cycle.fail</c>: the bank reports that an instruction was not paid; it stays due.</summary>
public sealed record FailCycle(string Cycle, string From, string To, string Reason) : CycleCommand(Cycle);

/// <summary><c>cycle.close</c>: ends a settled cycle.</summary>
public sealed record CloseCycle(string Cycle) : CycleCommand(Cycle);

/// <summary>From a book's clearing: what arose in <paramref name="Book"/> and belongs to the cycle; empty when nothing did.</summary>
[Stored("cycle.report-obligations.1")]
public sealed record ReportObligations(string Cycle, string Book, IReadOnlyList<StatedObligation> Obligations) : CycleCommand(Cycle);

/// <summary>
/// From the clearing of <paramref name="Book"/>: what it mirrors of the obligations that arose in <paramref name="Originator"/>.
/// </summary>
[Stored("cycle.report-mirror.1")]
public sealed record ReportMirror(string Cycle, string Originator, string Book, Money Approvals, Money ClawBacks) : CycleCommand(Cycle);

/// <summary>The commands of scenario.md on cycles.</summary>
public static class CycleCommands
{
    private static readonly string[] Networks = ["vouchers", "markets"];
    private static readonly string[] Modes = ["gross", "bilateral", "multilateral"];

    public static IReadOnlyList<CommandSpec> Specs { get; } =
    [
        new("cycle.cut-off", "clearing", "Takes every obligation that is in no earlier cycle.", "日切：纳入此前各清算周期未包含的全部债权债务。",
            f => new CutOffCycle(f.Id("cycle"), NetworkOf(f.OptionalWord("network", Networks)), ModeOf(f.Word("mode", Modes))),
            """{"cycle":"C-2026-03","network":"vouchers","mode":"multilateral"}"""),
        new("cycle.calculate", "clearing", "Nets the cycle's obligations into payment instructions.", "计算轧差，生成付款指令。",
            f => new CalculateCycle(f.Id("cycle")), """{"cycle":"C-2026-03"}"""),
        new("cycle.confirm", "a fund or market with a position or an instruction in the cycle",
            "Agrees to the participant's position.", "参与方确认其清算头寸。",
            f => new ConfirmCycle(f.Id("cycle")), """{"cycle":"C-2026-03"}"""),
        new("cycle.instruct", "clearing", "Settles the obligations in every book and makes the payments due.", "发出结算指令，各账簿核销往来款项。",
            f => new InstructCycle(f.Id("cycle")), """{"cycle":"C-2026-03"}"""),
        new("cycle.pay", "bank", "Reports an instruction paid.", "银行回报：指令已付款。",
            f => new PayCycle(f.Id("cycle"), f.Region("from"), f.Region("to")), """{"cycle":"C-2026-03","from":"310000","to":"330000"}"""),
        new("cycle.fail", "bank", "Reports that an instruction was not paid; it stays due.", "银行回报：付款失败，指令仍应支付。",
            f => new FailCycle(f.Id("cycle"), f.Region("from"), f.Region("to"), f.Text("reason")),
            """{"cycle":"C-2026-03","from":"310000","to":"330000","reason":"daily limit"}"""),
        new("cycle.close", "clearing", "Closes a settled cycle; it never changes again.", "关闭已结清的清算周期。",
            f => new CloseCycle(f.Id("cycle")), """{"cycle":"C-2026-03"}"""),
    ];

    private static SettlementNetwork NetworkOf(string? word) => word == "markets" ? SettlementNetwork.Markets : SettlementNetwork.Vouchers;

    private static NettingMode ModeOf(string word) => word switch
    {
        "bilateral" => NettingMode.Bilateral,
        "multilateral" => NettingMode.Multilateral,
        _ => NettingMode.Gross,
    };
}
