using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Commands of the aggregate <c>market-opening:REGION</c> in the book <c>network</c>.</summary>
public abstract record MarketOpeningCommand : Command;

/// <summary>Opens a region's technology market and its book.</summary>
/// <param name="Market">Region code, six digits.</param>
/// <param name="Name">The market's name.</param>
/// <param name="Terms">Its fee and how that is split.</param>
public sealed record OpenMarket(string Market, string Name, MarketTerms Terms) : MarketOpeningCommand;

public static class MarketOpeningCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("market.open", "operator", "Opens a region's technology market and its book.", "开设某地区的技术市场及其账簿。",
            f => new OpenMarket(f.Region("market"), f.Text("name"), new MarketTerms(f.Rate("feeRate"), f.Rate("sellerShare"))),
            """{"market":"310000","name":"Shanghai technology market","feeRate":"0.01","sellerShare":"0.60"}"""),
    ];
}
