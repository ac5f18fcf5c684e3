using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>Decides the registration of an enterprise; the checks stand in the order of scenario.md's codes.</summary>
public static class EnterpriseDecider
{
    public static Decision Decide(EnterpriseState? state, CommandContext context, EnterpriseCommand command, EnterpriseFacts facts) =>
        command switch
        {
            RegisterEnterprise c => Register(state, context.Actor, c, facts.Hash),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of an enterprise."),
        };

    private static Decision Register(EnterpriseState? state, Actor actor, RegisterEnterprise c, PersonalHash hash)
    {
        KeyClaim[] claims = [new($"enterprise/{c.Enterprise}", EnterpriseState.IdOf(c.Enterprise), RejectionCode.AlreadyExists)];
        Rejection? rejection =
            state is not null                                               ? new(RejectionCode.AlreadyExists, "enterprise") :
            !actor.IsOperator && !actor.IsEnterprise(c.Enterprise)          ? new(RejectionCode.NotAllowed) :
            !Uscc.IsValid(c.Enterprise)                                     ? new(RejectionCode.InvalidUscc, "enterprise") :
            c.Account is not null && !BankCode.IsValid(c.Account.BankCode)  ? new(RejectionCode.InvalidBankCode, "account") :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection, claims);
        }
        var legalRep = hash.Personal(PersonalHash.LegalRep, c.LegalRep);
        var controller = hash.Personal(PersonalHash.Controller, c.Controller);
        var number = c.Account is null ? null : hash.Personal(c.Account);
        var account = c.Account is null ? null : PayeeAccount.Of(c.Account, hash);
        return Decision.Accept(
            new EnterpriseRegistered(c.Enterprise, c.Name, c.Region, c.Sme, legalRep?.Hash, controller?.Hash, account)) with
            {
                Claims = claims,
                Personal = [.. new[] { legalRep, controller, number }.OfType<PersonalValue>()],
            };
    }
}
