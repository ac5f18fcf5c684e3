using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>
/// Commands of the aggregate <c>voucher:ID</c> in the book of its fund. It holds the voucher, its orders and their claims: what reserves
/// and releases one voucher's amount is decided in one place, one after the other.
/// </summary>
public abstract record VoucherCommand : Command;

/// <summary>A command that names its voucher.</summary>
public abstract record NamedVoucherCommand(string Voucher) : VoucherCommand;

/// <summary>A command that names only an order; the key <c>order/ID</c> leads to its voucher.</summary>
public abstract record OrderCommand(string Order) : VoucherCommand;

/// <summary>Applies for a voucher of <paramref name="Amount"/> of that fund.</summary>
/// <param name="Voucher">The voucher's id, unique in the network.</param>
/// <param name="Enterprise">USCC.</param>
/// <param name="Fund">Region code.</param>
/// <param name="Amount">Face amount.</param>
public sealed record ApplyVoucher(string Voucher, string Enterprise, string Fund, Money Amount) : NamedVoucherCommand(Voucher);

/// <summary>Grants the voucher under the policy in force.</summary>
public sealed record ApproveVoucher(string Voucher) : NamedVoucherCommand(Voucher);

/// <summary>Refuses the application.</summary>
public sealed record RejectVoucher(string Voucher, string Reason) : NamedVoucherCommand(Voucher);

/// <summary>The enterprise gives back what is not reserved.</summary>
public sealed record ReturnVoucher(string Voucher) : NamedVoucherCommand(Voucher);

/// <summary>The fund takes back what is not reserved.</summary>
public sealed record RevokeVoucher(string Voucher, string Reason) : NamedVoucherCommand(Voucher);

/// <summary>The unreserved rest of a voucher past its use-by returns to the budget (deadlines only).</summary>
[Stored("voucher.expire.1")]
public sealed record ExpireVoucher(string Voucher) : NamedVoucherCommand(Voucher);

public static class VoucherCommands
{
    /// <summary>Commands on vouchers, their orders and claims.</summary>
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("voucher.apply", "that enterprise", "Applies for a voucher of a fund that covers the enterprise's region.", "企业申请科技创新券。",
            f => new ApplyVoucher(f.Id("voucher"), f.Uscc("enterprise"), f.Region("fund"), f.Amount("amount")),
            """{"voucher":"V1","enterprise":"91310000MAXX00015X","fund":"310000","amount":"100000.00"}"""),
        new("voucher.approve", "its fund", "Grants a voucher: budget is issued and the year's quota taken.", "发放创新券，占用预算和企业年度额度。",
            f => new ApproveVoucher(f.Id("voucher")),
            """{"voucher":"V1"}"""),
        new("voucher.reject", "its fund", "Refuses an application.", "驳回创新券申请。",
            f => new RejectVoucher(f.Id("voucher"), f.Text("reason")),
            """{"voucher":"V1","reason":"incomplete"}"""),
        new("voucher.return", "its enterprise", "Gives back what is not reserved.", "企业退回未使用的创新券额度。",
            f => new ReturnVoucher(f.Id("voucher")),
            """{"voucher":"V1"}"""),
        new("voucher.revoke", "its fund", "Takes back what is not reserved.", "收回未使用的创新券额度。",
            f => new RevokeVoucher(f.Id("voucher"), f.Text("reason")),
            """{"voucher":"V1","reason":"granted in error"}"""),
        .. OrderCommands.Specs,
        .. ClaimCommands.Specs,
    ];
}
