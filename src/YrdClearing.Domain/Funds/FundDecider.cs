using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>Decides the commands of a fund; the checks stand in the order of scenario.md's codes.</summary>
public static class FundDecider
{
    public static Decision Decide(FundState? state, CommandContext context, FundCommand command, FundFacts facts) => command switch
    {
        PublishPolicy c    => Publish(state, context.Actor, c),
        AppropriateFund c  => MoveMoney(state, context.Actor.IsFund(c.Fund), c.Amount, new FundAppropriated(c.Fund, c.Amount)),
        DepositFund c      => MoveMoney(state, context.Actor.IsBank,         c.Amount, new FundDeposited(c.Fund, c.Amount)),
        RecordFundOpened c => RecordOpened(state, c),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a fund."),
    };

    private static Decision Publish(FundState? state, Actor actor, PublishPolicy c)
    {
        var policy = c.Policy;
        Rejection? rejection =
            state is null                               ? new(RejectionCode.NotFound, "fund") :
            state.PolicyOf(policy.Version) is not null  ? new(RejectionCode.AlreadyExists, "version") :
            !actor.IsOperator                           ? new(RejectionCode.NotAllowed) :
            policy.AnnualCap <= Money.Zero              ? new(RejectionCode.InvalidAmount, "annualCap") :
            policy.OrderCap <= Money.Zero               ? new(RejectionCode.InvalidAmount, "orderCap") :
            policy.NetDebitCap <= Money.Zero            ? new(RejectionCode.InvalidAmount, "netDebitCap") :
            null;
        return rejection is not null ? Decision.Reject(rejection) : Decision.Accept(new PolicyPublished(c.Fund, Canonical(policy)));
    }

    private static Decision MoveMoney(FundState? state, bool allowed, Money amount, FundEvent @event)
    {
        Rejection? rejection =
            state is null           ? new(RejectionCode.NotFound, "fund") :
            !allowed                ? new(RejectionCode.NotAllowed) :
            amount <= Money.Zero    ? new(RejectionCode.InvalidAmount, "amount") :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : Decision.Accept(@event, FundPostings.Of(@event));
    }

    private static Decision RecordOpened(FundState? state, RecordFundOpened c) => state is null
        ? Decision.Accept(new FundOpeningRecorded(c.Fund, c.Name))
        : throw new InvalidOperationException($"Fund {c.Fund} was opened before.");

    /// <summary>The same policy has the same stored bytes, however its rates were ordered.</summary>
    private static Policy Canonical(Policy policy) =>
        policy with { CorridorRates = new SortedDictionary<string, Rate>(policy.CorridorRates.ToDictionary(), StringComparer.Ordinal) };
}
