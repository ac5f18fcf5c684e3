using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

public abstract record FundOpeningEvent : DomainEvent;

/// <summary>The network has a fund for this region; its book is <c>fund:REGION</c>.</summary>
[Stored("opening.fund-opened.1")]
public sealed record FundOpened(string Fund, string Name) : FundOpeningEvent;
