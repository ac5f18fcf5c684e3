using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Funds;

/// <summary>Commands of the aggregate <c>opening:REGION</c> in the book <c>network</c>.</summary>
public abstract record FundOpeningCommand : Command;

/// <summary>Opens a region's fund and its book.</summary>
/// <param name="Fund">Region code, six digits.</param>
/// <param name="Name">The fund's name.</param>
public sealed record OpenFund(string Fund, string Name) : FundOpeningCommand;

public static class FundOpeningCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("fund.open", "operator", "Opens a region's voucher fund and its book.", "开设某地区的创新券资金及其账簿。",
            f => new OpenFund(f.Region("fund"), f.Text("name")),
            """{"fund":"310000","name":"Shanghai innovation voucher fund"}"""),
    ];
}
