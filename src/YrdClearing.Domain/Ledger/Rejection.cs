using System.Collections.Frozen;

namespace YrdClearing.Domain.Ledger;

/// <summary>Why a command was refused. The order is the precedence: of several that apply, the first is the answer (scenario.md).</summary>
public enum RejectionCode
{
    Malformed,
    UnknownCommand,
    CommandIdReused,
    NotFound,
    AlreadyExists,
    NotAllowed,
    InvalidUscc,
    InvalidBankCode,
    InvalidAmount,
    WrongState,
    SamePerson,
    NoPolicy,
    IntegrityListed,
    RegionNotCovered,
    NotSme,
    OpenApplicationExists,
    VoucherExpired,
    ClaimExpired,
    ProviderNotRecognised,
    ProviderNotEffective,
    ServiceNotOffered,
    ServiceExcluded,
    RelatedParty,
    InvoiceExceedsPrice,
    InvoiceAlreadyClaimed,
    VoucherBalanceInsufficient,
    BudgetInsufficient,
    QuotaExceeded,
    NetDebitCapExceeded,
    InsufficientCash,
    AmountExceedsClaim,
    CycleNotReconciled,
    TitleNotHeld,
    TitleEncumbered,
    SharesNotOne,
    TechnologyValueExceedsValue,
    EscrowInsufficient,
    AmountExceedsContract,
    DepositDiffers,
}

/// <summary>A refusal with what a person needs to understand it. A refused command changes nothing.</summary>
/// <param name="Code">The code of scenario.md.</param>
/// <param name="Field">The field at fault, where one is.</param>
/// <param name="Detail">Extra plain English, where the code alone does not say enough (never parsed by anyone).</param>
/// <param name="Available">What there was, for codes about amounts.</param>
/// <param name="Needed">What was asked for, for codes about amounts.</param>
/// <param name="Policy">The policy version the decision was made under, where one was.</param>
public sealed record Rejection(
    RejectionCode Code,
    string? Field = null,
    string? Detail = null,
    Money? Available = null,
    Money? Needed = null,
    string? Policy = null)
{
    public static implicit operator Rejection(RejectionCode code) => new(code);
}

/// <summary>The codes as scenario.md spells them (snake case).</summary>
public static class RejectionCodes
{
    private static readonly FrozenDictionary<RejectionCode, string> Names =
        Enum.GetValues<RejectionCode>().ToFrozenDictionary(c => c, c => Snake(c.ToString()));

    private static readonly FrozenDictionary<string, RejectionCode> Codes = Names.ToFrozenDictionary(p => p.Value, p => p.Key);

    public static string Wire(this RejectionCode code) => Names[code];

    public static bool TryParse(string wire, out RejectionCode code) => Codes.TryGetValue(wire, out code);

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
