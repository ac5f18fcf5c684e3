using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;

namespace YrdClearing.Domain.Vouchers;

/// <summary>What a decision on a voucher needs of other aggregates. Only what <see cref="Needs"/> names is read.</summary>
public sealed record VoucherFacts
{
    public static readonly VoucherFacts None = new();

    /// <summary>The named fund was opened (voucher.apply).</summary>
    public bool FundOpened { get; init; }

    /// <summary>The voucher's enterprise; null when it is not registered.</summary>
    public EnterpriseState? Enterprise { get; init; }

    /// <summary>The enterprise is on an integrity list.</summary>
    public bool EnterpriseListed { get; init; }

    /// <summary>The order's provider; null when it never applied.</summary>
    public ProviderState? Provider { get; init; }

    /// <summary>The provider is on an integrity list.</summary>
    public bool ProviderListed { get; init; }

    /// <summary>The policy of the voucher's fund in force on the command's day (+08:00); null when none is.</summary>
    public Policy? Policy { get; init; }

    /// <summary>Which facts a command's decision reads.</summary>
    public static VoucherFactKinds Needs(VoucherCommand command) => command switch
    {
        ApplyVoucher   => VoucherFactKinds.Fund | VoucherFactKinds.Enterprise,
        ApproveVoucher => VoucherFactKinds.Policy,
        PlaceOrder     => VoucherFactKinds.Enterprise | VoucherFactKinds.Provider | VoucherFactKinds.Policy,
        SubmitClaim    => VoucherFactKinds.Enterprise | VoucherFactKinds.Provider,
        ApproveClaim   => VoucherFactKinds.Policy,
        _              => VoucherFactKinds.None,
    };

    /// <summary>Whose facts those are; a part is null where the command names nothing that exists (<c>not_found</c>).</summary>
    public static VoucherSubjects SubjectsOf(VoucherState? state, VoucherCommand command) => command switch
    {
        ApplyVoucher c => new(c.Fund, c.Enterprise, null),
        PlaceOrder c   => new(state?.Fund, state?.Enterprise, c.Provider),
        OrderCommand c => new(state?.Fund, state?.Enterprise, state?.Find(c.Order)?.Provider),
        _              => new(state?.Fund, state?.Enterprise, null),
    };
}

[Flags]
public enum VoucherFactKinds
{
    None = 0,

    /// <summary>Whether the fund was opened.</summary>
    Fund = 1,

    /// <summary>The enterprise and its listing.</summary>
    Enterprise = 2,

    /// <summary>The provider and its listing.</summary>
    Provider = 4,

    /// <summary>The fund's policy in force on the command's day.</summary>
    Policy = 8,
}

/// <summary>Whose facts a decision reads.</summary>
/// <param name="Fund">Region code of the home fund.</param>
/// <param name="Enterprise">USCC.</param>
/// <param name="Provider">USCC.</param>
public sealed record VoucherSubjects(string? Fund, string? Enterprise, string? Provider);
