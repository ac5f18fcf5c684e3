using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Commands of the aggregate <c>contract:ID</c> in the book of the buyer's market. It holds the contract and its milestones: what leaves
/// one contract's escrow is decided in one place, one after the other.
/// </summary>
/// <param name="Contract">The contract's id, unique in the network.</param>
public abstract record ContractCommand(string Contract) : Command;

/// <summary>The seller's market (whoever asks) drafts a contract.</summary>
/// <param name="Contract">The contract's id, unique in the network.</param>
/// <param name="Type">One of the five.</param>
/// <param name="Title">There for a transfer and a licence only.</param>
/// <param name="Seller">USCC.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="BuyerMarket">Region code.</param>
/// <param name="Value">The whole price.</param>
/// <param name="TechnologyValue">At most the value.</param>
/// <param name="ObjectionDays">Days after a delivery during which the buyer may object.</param>
/// <param name="Plan">How the value is released.</param>
/// <param name="Owners">Who gets a part of each release beside the seller; null for nobody.</param>
public sealed record DraftContract(
    string Contract,
    ContractType Type,
    string? Title,
    string Seller,
    string Buyer,
    string BuyerMarket,
    Money Value,
    Money TechnologyValue,
    int ObjectionDays,
    ContractPlan Plan,
    IReadOnlyList<OwnerShare>? Owners = null) : ContractCommand(Contract);

/// <summary>A buyer accepts an open licence: a contract at its published terms, signed by both.</summary>
/// <param name="Contract">The contract's id, unique in the network.</param>
/// <param name="Offer">The open licence's id.</param>
/// <param name="Buyer">USCC of who asks.</param>
/// <param name="BuyerMarket">Region code.</param>
public sealed record AcceptLicence(string Contract, string Offer, string Buyer, string BuyerMarket) : ContractCommand(Contract);

/// <summary>A party signs the draft, or the amendment that waits for it.</summary>
public sealed record SignContract(string Contract) : ContractCommand(Contract);

/// <summary>The seller's market registers it.</summary>
public sealed record RegisterContract(string Contract, string Number, Money TechnologyValue) : ContractCommand(Contract);

/// <summary>The seller's market refuses to register it: it ends.</summary>
public sealed record RefuseContract(string Contract, string Reason) : ContractCommand(Contract);

/// <summary>The bank reports the buyer's money for the escrow, whole or in part.</summary>
public sealed record FundContract(string Contract, Money Amount) : ContractCommand(Contract);

/// <summary>A party freezes the contract.</summary>
public sealed record DisputeContract(string Contract, string Reason) : ContractCommand(Contract);

/// <summary>The seller's market lets it go on.</summary>
public sealed record ResolveContract(string Contract, string Reason) : ContractCommand(Contract);

/// <summary>The seller's market proposes new terms; both parties sign again.</summary>
public sealed record AmendContract(string Contract, Money Value, Money TechnologyValue, ContractPlan Plan) : ContractCommand(Contract);

/// <summary>The seller's market ends it; the rest of the escrow is due to the buyer.</summary>
public sealed record TerminateContract(string Contract, string Reason) : ContractCommand(Contract);

public static class ContractCommands
{
    /// <summary>
    /// Upper limit of objectionDays, days: a hundred years. A date stays in the calendar's range with it, whatever the command's time.
    /// </summary>
    public const int MaxObjectionDays = 36_500;

    private static readonly string[] Types = [.. Enum.GetNames<ContractType>().Select(t => t.ToLowerInvariant())];

    /// <summary>Commands on contracts and their milestones.</summary>
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("contract.draft", "the seller's market",
            "Drafts a contract; a title is named for the types transfer and licence, and only for these.", "卖方市场起草技术合同；转让、许可合同须注明技术权益。",
            ReadDraft,
            """
            {"contract":"K1","type":"development","seller":"91330000MAXX0071X8","buyer":"91340000MAXX00728C","buyerMarket":"340000",
            "value":"600000.00","technologyValue":"550000.00","objectionDays":15,
            "plan":{"kind":"milestones","milestones":[{"id":"M1","share":"0.40"},{"id":"M2","share":"0.60"}]}}
            """),
        new("contract.sign", "the seller or the buyer", "Signs the draft, or the amendment that waits for this party.", "合同当事人签署合同或变更协议。",
            f => new SignContract(f.Id("contract")), """{"contract":"K1"}"""),
        new("contract.register", "the seller's market", "Registers the contract under a number.", "技术合同认定登记。",
            f => new RegisterContract(f.Id("contract"), f.Text("number"), f.Amount("technologyValue")),
            """{"contract":"K1","number":"2026330100000001","technologyValue":"540000.00"}"""),
        new("contract.refuse", "the seller's market", "Refuses to register the contract, which ends.", "不予认定登记，合同终止。",
            f => new RefuseContract(f.Id("contract"), f.Text("reason")), """{"contract":"K1","reason":"no technology in it"}"""),
        new("contract.fund", "bank", "Reports the buyer's money for the escrow, whole or in part.", "银行回报：买方托管资金到账。",
            f => new FundContract(f.Id("contract"), f.Amount("amount")), """{"contract":"K1","amount":"240000.00"}"""),
        .. MilestoneCommands.Specs,
        .. UseCommands.Specs,
        .. RoyaltyCommands.Specs,
        new("contract.dispute", "the seller or the buyer", "Freezes the contract.", "提出争议，合同冻结。",
            f => new DisputeContract(f.Id("contract"), f.Text("reason")), """{"contract":"K1","reason":"late"}"""),
        new("contract.resolve", "the seller's market", "Lets a disputed contract go on.", "争议解决，合同继续履行。",
            f => new ResolveContract(f.Id("contract"), f.Text("reason")), """{"contract":"K1","reason":"agreed"}"""),
        new("contract.amend", "the seller's market", "Proposes new terms, which both parties sign again.", "提出合同变更，双方须重新签署。",
            f => new AmendContract(f.Id("contract"), f.Amount("value"), f.Amount("technologyValue"), f.Plan("plan")),
            """
            {"contract":"K1","value":"500000.00","technologyValue":"450000.00",
            "plan":{"kind":"milestones","milestones":[{"id":"M3","share":"1.00"}]}}
            """),
        new("contract.terminate", "the seller's market",
            "Ends the contract; the rest of the escrow is due to the buyer.", "合同终止，剩余托管资金退还买方。",
            f => new TerminateContract(f.Id("contract"), f.Text("reason")), """{"contract":"K1","reason":"agreed"}"""),
        new("contract.refund", "the seller's market", "Gives the buyer back what was released for a milestone, whole or in part.",
            "已支付节点退款。",
            f => new RefundMilestone(f.Id("contract"), f.Id("milestone"), f.Amount("amount"), f.Text("reason")),
            """{"contract":"K1","milestone":"M1","amount":"1000.00","reason":"ruling"}"""),
    ];

    private static DraftContract ReadDraft(Fields f)
    {
        var contract = f.Id("contract");
        var type = Enum.TryParse<ContractType>(f.Word("type", Types), ignoreCase: true, out var read) ? read : default;
        var title = f.OptionalId("title");
        f.Must(
            "title",
            type is ContractType.Transfer or ContractType.Licence == (title is not null),
            "must be there for transfer and licence, and only for these");
        return new(
            contract, type, title, f.Uscc("seller"), f.Uscc("buyer"), f.Region("buyerMarket"), f.Amount("value"),
            f.Amount("technologyValue"), f.Whole("objectionDays", MaxObjectionDays), f.Plan("plan"),
            ReadOwners(f));
    }

    private static IReadOnlyList<OwnerShare>? ReadOwners(Fields f)
    {
        var owners = f.OptionalList("owners", o => new OwnerShare(o.Uscc("party"), o.Rate("share")));
        f.Must(
            "owners",
            owners is null || owners.Select(o => o.Party).Distinct().Count() == owners.Count,
            "must be distinct parties");
        f.Must(
            "owners",
            owners is null || owners.Sum(o => (long)o.Share.TenThousandths) <= Rate.One,
            "must have shares that add up to at most 1");
        return owners;
    }
}
