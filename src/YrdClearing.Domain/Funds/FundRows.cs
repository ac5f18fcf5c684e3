using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>A fund as its own row and a row for each policy.</summary>
public static class FundRows
{
    public const string Kind = "fund";
    public const string PolicyKind = "policy";

    public static string PolicyId(string region, string version) => $"policy:{region}/{version}";

    /// <summary>
    /// The fund's row counts in its version the policies that were published: decisions rest on them, and money that comes in changes none.
    /// Policies only when new, for none ever changes.
    /// </summary>
    public static IReadOnlyList<StateRow> Changed(FundState? before, FundState after) => before?.Policies.Count == after.Policies.Count
        ? []
        : [Own(after), .. after.Policies.Skip(before?.Policies.Count ?? 0).Select(p => OfPolicy(after.Region, p))];

    /// <summary>Policies must come in the order of their creation, since of equal dates the last published counts.</summary>
    public static FundState Read(IReadOnlyList<StateRow> rows) =>
        DomainJson.Read<FundState>(rows[0].Body) with { Policies = [.. rows.Skip(1).Select(r => DomainJson.Read<Policy>(r.Body))] };

    private static StateRow Own(FundState fund) => new()
    {
        Id = FundState.IdOf(fund.Region),
        Kind = Kind,
        Status = "Open",
        Fund = fund.Region,
        Body = DomainJson.Store(fund with { Policies = [] }),
    };

    private static StateRow OfPolicy(string region, Policy policy) => new()
    {
        Id = PolicyId(region, policy.Version),
        Kind = PolicyKind,
        Parent = FundState.IdOf(region),
        Status = "Published",
        Fund = region,
        Amount = policy.AnnualCap,
        Amount2 = policy.OrderCap,
        Amount3 = policy.NetDebitCap,
        Body = DomainJson.Store(policy),
    };
}
