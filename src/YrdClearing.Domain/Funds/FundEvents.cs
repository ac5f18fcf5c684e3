using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

public abstract record FundEvent : DomainEvent;

/// <summary>The first entry of the fund's book.</summary>
[Stored("fund.opened.1")]
public sealed record FundOpeningRecorded(string Fund, string Name) : FundEvent;

[Stored("fund.policy-published.1")]
public sealed record PolicyPublished(string Fund, Policy Policy) : FundEvent;

[Stored("fund.appropriated.1")]
public sealed record FundAppropriated(string Fund, Money Amount) : FundEvent;

[Stored("fund.deposited.1")]
public sealed record FundDeposited(string Fund, Money Amount) : FundEvent;
