using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Commands of the aggregate <c>market:REGION</c> in its own book. Markets are named by their region code.</summary>
public abstract record MarketCommand(string Market) : Command;

/// <summary>The network has opened the market (a message of its opening).</summary>
[Stored("market.record-opened.1")]
public sealed record RecordMarketOpened(string Market, string Name, MarketTerms Terms) : MarketCommand(Market);
