using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Registrations;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Decides the commands of a contract, its milestones and what is due to its buyer; the checks stand in the order of scenario.md's codes.
/// </summary>
public static class ContractDecider
{
    private static readonly Lifecycle<ContractStatus, ContractTrigger> Table = ContractLifecycle.Table;

    /// <param name="state">Null when there is no such contract.</param>
    /// <param name="context">Who asks, when.</param>
    /// <param name="command">A contract's, or a payout's that names <c>refund</c> for its milestone.</param>
    /// <param name="facts">Of other aggregates.</param>
    public static Decision Decide(ContractState? state, CommandContext context, Command command, ContractFacts facts) =>
        (command, state) switch
        {
            (DraftContract c,        _)      => Draft(state, context, c, facts),
            (AcceptLicence c,        _)      => AcceptanceDecider.Accept(state, context, c, facts),
            (_,                      null)   => Decision.Reject(new Rejection(RejectionCode.NotFound, "contract")),
            (SignContract,           { } s)  => s.Status == ContractStatus.Draft
                                                    ? SignatureDecider.SignDraft(s, context, facts.Title)
                                                    : SignatureDecider.SignAmendment(s, context),
            (AmendContract c,        { } s)  => SignatureDecider.Amend(s, context, c),
            (RegisterContract c,     { } s)  => Register(s, context, c),
            (RefuseContract c,       { } s)  => Refuse(s, context, c),
            (FundContract c,         { } s)  => Fund(s, context, c),
            (DisputeContract c,      { } s)  => Dispute(s, context, c),
            (ResolveContract c,      { } s)  => Resolve(s, context, c),
            (TerminateContract c,    { } s)  => Terminate(s, context, c),
            (RoyaltyCommand c,       { } s)  => RoyaltyDecider.Decide(s, context, c),
            (MilestoneCommand c,     { } s)  => MilestoneDecider.Decide(s, context, c),
            (AcceptDueMilestone,     { } s)  => MilestoneDecider.AcceptDue(s, context),
            (BeginUse,               { } s)  => UseDecider.Begin(s, context),
            (TriggerUse c,           { } s)  => UseDecider.Trigger(s, context, c),
            (ReceiveSubrogation c,   { } s)  => UseDecider.Receive(s, context, c),
            (WriteOffSubrogation c,  { } s)  => UseDecider.WriteOff(s, context, c),
            (RecordDeposit c,        { } s)  => DepositDecider.Take(s, c),
            (PayoutCommand c,        { } s)  => BuyerRefundDecider.Decide(s, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a contract."),
        };

    internal static Decision Accept(ContractEvent @event) => Decision.Accept(@event, ContractPostings.Of(@event));

    internal static Decision WrongState(ContractState s) => Decision.Reject(IsWrong(s));

    internal static Rejection IsWrong(ContractState s) => new(RejectionCode.WrongState, "contract", $"The contract is {s.Status}.");

    /// <summary>The party that asks; null when it is none of the two.</summary>
    internal static ContractParty? PartyOf(ContractState s, Actor actor) =>
        actor.IsEnterprise(s.Seller)    ? ContractParty.Seller :
        actor.IsEnterprise(s.Buyer)     ? ContractParty.Buyer :
        null;

    /// <summary>Why the title does not allow the contract; null when it does or the contract is on none.</summary>
    internal static Rejection? TitleFault(string? named, ContractType type, string seller, TitleState? title) =>
        named is null                           ? null :
        title is null                           ? new(RejectionCode.TitleNotHeld, "title") :
        title.Holder != seller                  ? new(RejectionCode.TitleNotHeld, "title") :
        !title.IsOpenTo(EncumbranceOf(type))    ? new(RejectionCode.TitleEncumbered, "title") :
        null;

    /// <summary>Why the amounts are none; null when both are above zero.</summary>
    internal static Rejection? AmountFault(Money value, Money technologyValue, ContractPlan plan) =>
        value <= Money.Zero             ? new(RejectionCode.InvalidAmount, "value") :
        technologyValue <= Money.Zero   ? new(RejectionCode.InvalidAmount, "technologyValue") :
        !plan.HasAmountsAboveZero       ? new(RejectionCode.InvalidAmount, "plan") :
        null;

    /// <summary>Why the terms do not fit together; null when they do.</summary>
    internal static Rejection? PlanFault(ContractPlan plan, Money value, Money technologyValue) =>
        !plan.AddsUpToOne               ? new(RejectionCode.SharesNotOne, "plan") :
        technologyValue > value         ? TechnologyValueExceeds(value, technologyValue) :
        plan.Least > value              ? AmountExceeds(value, plan.Least, "plan") :
        null;

    internal static EncumbranceKind EncumbranceOf(ContractType type) =>
        type == ContractType.Transfer ? EncumbranceKind.Transfer : EncumbranceKind.Licence;

    /// <summary>A message to the register; none for a contract on no title.</summary>
    internal static IReadOnlyList<Message> ToTitle(ContractState s, Func<string, TitleCommand> command) =>
        s.Title is { } title ? [new(Books.Network, TitleState.IdOf(title), command(title))] : [];

    private static Decision Draft(ContractState? state, CommandContext context, DraftContract c, ContractFacts facts)
    {
        var sellerMarket = context.Actor.Key;
        var key = new ContractKey(Books.Market(sellerMarket), Books.Market(c.BuyerMarket), c.Title);
        KeyClaim[] claims = [new(ContractKey.Of(c.Contract), key.ToString(), RejectionCode.AlreadyExists)];
        Rejection? rejection =
            !facts.BuyerMarketOpened                            ? new(RejectionCode.NotFound, "buyerMarket") :
            !facts.SellerRegistered                             ? new(RejectionCode.NotFound, "seller") :
            !facts.BuyerRegistered                              ? new(RejectionCode.NotFound, "buyer") :
            c.Owners is not null && !facts.OwnersRegistered     ? new(RejectionCode.NotFound, "owners") :
            c.Title is not null && facts.Title is null          ? new(RejectionCode.NotFound, "title") :
            state is not null                                   ? new(RejectionCode.AlreadyExists, "contract") :
            facts.SellerMarket is null                          ? new(RejectionCode.NotAllowed) :
            AmountFault(c.Value, c.TechnologyValue, c.Plan)     is { } amount ? amount :
            c.Seller == c.Buyer                                 ? new(RejectionCode.RelatedParty, "buyer") :
            IsPartyAsWell(c)                                    ? new(RejectionCode.RelatedParty, "owners") :
            TitleFault(c.Title, c.Type, c.Seller, facts.Title)  is { } title ? title :
            PlanFault(c.Plan, c.Value, c.TechnologyValue)       is { } plan ? plan :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Accept(Drafted(c, sellerMarket, facts.SellerMarket!)) with { Claims = claims };
    }

    private static DraftEvent Drafted(DraftContract c, string market, MarketTerms terms)
    {
        var parts = c.Plan.Divide(c.Value, terms);
        return c is { Plan: MilestonePlan, Owners: null }
            ? new ContractDrafted(
                c.Contract, c.Type, c.Title, c.Seller, c.Buyer, market, c.BuyerMarket, terms, c.Value, c.TechnologyValue,
                c.ObjectionDays, parts)
            : new ContractDraftedWithPlan(
                c.Contract, c.Type, c.Title, c.Seller, c.Buyer, market, c.BuyerMarket, terms, c.Value, c.TechnologyValue,
                c.ObjectionDays, parts, c.Plan, c.Owners);
    }

    private static bool IsPartyAsWell(DraftContract c) => c.Owners?.Any(o => o.Party == c.Seller || o.Party == c.Buyer) == true;

    private static Decision Register(ContractState s, CommandContext context, RegisterContract c)
    {
        KeyClaim[] claims = [new(RegistrationState.KeyOf(c.Number), ContractState.IdOf(s.Id), RejectionCode.AlreadyExists)];
        var next = Table.Next(s.Status, ContractTrigger.Register);
        Rejection? rejection =
            !context.Actor.IsMarket(s.SellerMarket)     ? new(RejectionCode.NotAllowed) :
            c.TechnologyValue <= Money.Zero             ? new(RejectionCode.InvalidAmount, "technologyValue") :
            next is null || s.Number is not null        ? IsWrong(s) :
            c.TechnologyValue > s.Value                 ? TechnologyValueExceeds(s.Value, c.TechnologyValue) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Accept(new ContractRegistered(s.Id, c.Number, c.TechnologyValue) { After = s.Standing with { Status = next!.Value } }) with
            {
                Claims = claims,
            };
    }

    private static Decision Refuse(ContractState s, CommandContext context, RefuseContract c) =>
        !context.Actor.IsMarket(s.SellerMarket)                                 ? Decision.Reject(RejectionCode.NotAllowed) :
        Table.Next(s.Status, ContractTrigger.Refuse) is not { } status          ? WrongState(s) :
        Accept(new RegistrationRefused(s.Id, c.Reason) { After = s.Standing with { Status = status } }) with
        {
            Messages = ToTitle(s, title => new RecordTitleFreed(title, s.Id)),
        };

    /// <summary>What is in escrow or was released may not pass the value (scenario.md, "Escrow").</summary>
    private static Decision Fund(ContractState s, CommandContext context, FundContract c)
    {
        var now = s.Standing;
        var next = Table.Next(s.Status, ContractTrigger.Fund);
        var room = s.Room;
        Rejection? rejection =
            !context.Actor.IsBank       ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero      ? new(RejectionCode.InvalidAmount, "amount") :
            next is null                ? IsWrong(s) :
            c.Amount > room             ? AmountExceeds(room, c.Amount) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : Accept(new ContractFunded(s.Id, c.Amount)
            {
                After = now with { Status = next!.Value, Funded = now.Funded + c.Amount, Escrow = now.Escrow + c.Amount },
            });
    }

    private static Decision Dispute(ContractState s, CommandContext context, DisputeContract c) =>
        PartyOf(s, context.Actor) is not { } party                              ? Decision.Reject(RejectionCode.NotAllowed) :
        Table.Next(s.Status, ContractTrigger.Dispute) is not { } status         ? WrongState(s) :
        Accept(new ContractDisputed(s.Id, party, c.Reason) { After = s.Standing with { Status = status } });

    private static Decision Resolve(ContractState s, CommandContext context, ResolveContract c) =>
        !context.Actor.IsMarket(s.SellerMarket)                                 ? Decision.Reject(RejectionCode.NotAllowed) :
        Table.Next(s.Status, ContractTrigger.Resolve) is not { } status         ? WrongState(s) :
        Accept(new ContractResolved(s.Id, c.Reason, context.At.Day.AddDays(s.ObjectionDays))
        {
            After = s.Standing with { Status = status },
        });

    private static Decision Terminate(ContractState s, CommandContext context, TerminateContract c) =>
        !context.Actor.IsMarket(s.SellerMarket)                                 ? Decision.Reject(RejectionCode.NotAllowed) :
        Table.Next(s.Status, ContractTrigger.Terminate) is not { } status       ? WrongState(s) :
        Accept(new ContractTerminated(s.Id, s.Buyer, s.Standing.Escrow, c.Reason)
        {
            After = s.Standing.Return(s.Standing.Escrow) with { Status = status },
        }) with
        {
            Messages = ToTitle(s, title => new RecordTitleFreed(title, s.Id)),
        };

    internal static Rejection TechnologyValueExceeds(Money value, Money technologyValue) =>
        new(RejectionCode.TechnologyValueExceedsValue, "technologyValue", null, value, technologyValue);

    internal static Rejection AmountExceeds(Money room, Money amount, string field = "amount") =>
        new(RejectionCode.AmountExceedsContract, field, null, room, amount);
}
