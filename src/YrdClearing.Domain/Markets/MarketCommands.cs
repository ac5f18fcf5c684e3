using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Commands of the aggregate <c>market:REGION</c> in its own book. Markets are named by their region code.</summary>
public abstract record MarketCommand(string Market) : Command;

/// <summary>The bank reports money for the market's risk-compensation fund (风险补偿金).</summary>
public sealed record DepositCompensation(string Market, Money Amount) : MarketCommand(Market);

/// <summary>The network has opened the market (a message of its opening).</summary>
[Stored("market.record-opened.1")]
public sealed record RecordMarketOpened(string Market, string Name, MarketTerms Terms) : MarketCommand(Market);

public static class MarketCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("compensation.deposit", "bank", "Reports money for a market's risk-compensation fund.", "银行回报：风险补偿金到账。",
            f => new DepositCompensation(f.Region("market"), f.Amount("amount")), """{"market":"340000","amount":"1000000.00"}"""),
    ];
}
