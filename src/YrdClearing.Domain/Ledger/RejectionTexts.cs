namespace YrdClearing.Domain.Ledger;

/// <summary>Refusals as sentences, in English and in Chinese, with the figures they carry.</summary>
public static class RejectionTexts
{
    /// <summary>What the code means, a sentence without figures.</summary>
    public static string Title(RejectionCode code) => Of(code).English;

    /// <summary>The same in Chinese.</summary>
    public static string TitleZh(RejectionCode code) => Of(code).Chinese;

    /// <summary>The sentence with what the rejection knows: detail, figures, field, policy version.</summary>
    public static string English(Rejection rejection) => string.Join(' ', Parts(
        rejection.Detail ?? Title(rejection.Code),
        rejection is { Available: { } available, Needed: { } needed } ? $"Available {available}, needed {needed}." : Figure(rejection),
        rejection is { Field: { } field, Detail: null } ? $"Field: {field}." : null,
        rejection.Policy is { } policy ? $"Policy {policy}." : null));

    /// <summary>The same in Chinese.</summary>
    public static string Chinese(Rejection rejection) => string.Concat(Parts(
        TitleZh(rejection.Code),
        rejection.Available is { } available ? $"可用 {available} 元。" : null,
        rejection.Needed is { } needed ? $"需要 {needed} 元。" : null,
        rejection.Field is { } field ? $"字段：{field}。" : null,
        rejection.Policy is { } policy ? $"政策版本：{policy}。" : null));

    private static string? Figure(Rejection rejection) =>
        rejection.Available is { } available ? $"Available {available}."
        : rejection.Needed is { } needed ? $"Needed {needed}."
        : null;

    private static IEnumerable<string> Parts(params IEnumerable<string?> parts) => parts.OfType<string>();

    private static (string English, string Chinese) Of(RejectionCode code) => code switch
    {
        RejectionCode.Malformed => ("The command is not well formed.", "命令格式不正确。"),
        RejectionCode.UnknownCommand => ("There is no such command.", "没有这个命令。"),
        RejectionCode.CommandIdReused => ("The id was already used for another command.", "该标识已用于另一条命令。"),
        RejectionCode.NotFound => ("What the command names does not exist.", "命令所指的对象不存在。"),
        RejectionCode.AlreadyExists => ("What the command would create exists already.", "要建立的对象已经存在。"),
        RejectionCode.NotAllowed => ("The actor may not send this command.", "操作主体无权执行此命令。"),
        RejectionCode.InvalidUscc => ("The unified social credit code is not valid.", "统一社会信用代码无效。"),
        RejectionCode.InvalidBankCode => ("The bank code is not valid.", "联行号无效。"),
        RejectionCode.InvalidAmount => ("The amount must be above zero.", "金额必须大于零。"),
        RejectionCode.WrongState => ("The present state does not allow this.", "当前状态不允许此操作。"),
        RejectionCode.SamePerson => ("Reviewer and approver must be two persons.", "审核人与批准人不得为同一人。"),
        RejectionCode.NoPolicy => ("No policy of the fund is in force on that day.", "该资金在当日没有生效的政策。"),
        RejectionCode.IntegrityListed => ("A party is listed for a breach of integrity.", "当事主体已被列入科研失信名单。"),
        RejectionCode.RegionNotCovered => ("The enterprise's region is not covered by the fund.", "企业所在地区不在该资金覆盖范围内。"),
        RejectionCode.NotSme => ("The enterprise is not a small or medium-sized one.", "该企业不是中小企业。"),
        RejectionCode.OpenApplicationExists => ("The enterprise has an open application in this fund.", "该企业在此资金已有待审批的申请。"),
        RejectionCode.VoucherExpired => ("The voucher's use-by day is over.", "创新券已过使用期限。"),
        RejectionCode.ClaimExpired => ("The claim-by day is over.", "已过兑付申请期限。"),
        RejectionCode.ProviderNotRecognised => ("The provider is not recognised.", "服务机构未获认定。"),
        RejectionCode.ProviderNotEffective => ("The provider is not effective for the voucher's province.", "服务机构在用券地尚未互认生效。"),
        RejectionCode.ServiceNotOffered => ("The provider does not offer this service.", "服务机构不提供该项服务。"),
        RejectionCode.ServiceExcluded => ("The policy excludes this service.", "政策不支持该项服务。"),
        RejectionCode.RelatedParty => ("The two parties are related.", "双方存在关联关系。"),
        RejectionCode.InvoiceExceedsPrice => ("The invoice is above the order's price.", "发票金额超过订单价格。"),
        RejectionCode.InvoiceAlreadyClaimed => ("The invoice supports another claim in the network.", "该发票已用于另一笔兑付申请。"),
        RejectionCode.VoucherBalanceInsufficient => ("The voucher's balance is not enough.", "创新券余额不足。"),
        RejectionCode.BudgetInsufficient => ("The fund's available budget is not enough.", "资金可用预算不足。"),
        RejectionCode.QuotaExceeded => ("The enterprise's quota of the year is not enough.", "企业年度额度不足。"),
        RejectionCode.NetDebitCapExceeded => ("The fund would owe others more than its net debit cap.", "超过净借记限额。"),
        RejectionCode.InsufficientCash => ("The fund's cash is not enough.", "资金账户现金不足。"),
        RejectionCode.AmountExceedsClaim => ("The amount is more than what is left of the claim.", "金额超过该笔兑付的剩余金额。"),
        RejectionCode.CycleNotReconciled => ("The mirrors of a pair of books do not agree yet.", "往来双方账簿尚未对平。"),
        RejectionCode.TitleNotHeld => ("The seller does not hold the title.", "卖方不是该技术权益的权利人。"),
        RejectionCode.TitleEncumbered => ("The title is encumbered by another contract.", "该技术权益已被其他合同占用。"),
        RejectionCode.SharesNotOne => ("The shares of the plan do not add up to 1.", "付款计划各节点比例之和不等于 1。"),
        RejectionCode.TechnologyValueExceedsValue => ("The technology value is above the contract's value.", "技术交易额超过合同金额。"),
        RejectionCode.EscrowInsufficient => ("The contract's escrow does not cover the milestone.", "合同托管资金不足以支付该节点。"),
        RejectionCode.AmountExceedsContract => ("The amount is more than the contract leaves room for.", "金额超过合同允许的范围。"),
        RejectionCode.DepositDiffers => ("The amount is not the deposit that the listing asks for.", "金额与挂牌保证金不符。"),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };
}
