namespace YrdClearing.Domain.Ledger;

/// <summary>The chart of accounts (domain.md, "Books and accounts"). Names are colon paths; a debit is positive.</summary>
public static class Accounts
{
    public const string BudgetAppropriated = "budget:appropriated";
    public const string BudgetAvailable = "budget:available";
    public const string BudgetIssued = "budget:issued";
    public const string BudgetReserved = "budget:reserved";
    public const string BudgetApproved = "budget:approved";
    public const string BudgetSpent = "budget:spent";
    public const string SubsidyExpenses = "expenses:subsidy";
    public const string Cash = "assets:cash";
    public const string Treasury = "equity:treasury";
    public const string PaymentsInTransit = "liabilities:payments-in-transit";

    /// <summary>
    /// Buyers' money held until it is released or goes back; always the sum of <see cref="EscrowOf"/> and <see cref="Deposits"/>.
    /// </summary>
    public const string Escrow = "assets:escrow";

    public const string Fees = "income:fees";

    /// <summary>The fund that pays in the place of buyers who default; never less than the sum of <see cref="Subrogation"/>.</summary>
    public const string RiskCompensation = "equity:risk-compensation";

    public const string SubrogationPrefix = "assets:subrogation:";

    public const string DueToPrefix = "liabilities:due-to:";
    public const string DueFromPrefix = "assets:due-from:";

    public static string QuotaGranted(string enterprise, int year) => $"quota:granted:{enterprise}:{year}";
    public static string QuotaAvailable(string enterprise, int year) => $"quota:available:{enterprise}:{year}";
    public static string Claims(string payee) => "liabilities:claims:" + payee;
    public static string Recoverable(string payee) => "assets:recoverable:" + payee;

    /// <summary>What this book owes <paramref name="book"/> (a full book name such as <c>fund:320000</c>).</summary>
    public static string DueTo(string book) => DueToPrefix + book;

    /// <summary>What <paramref name="book"/> owes this book: the mirror of its due-to.</summary>
    public static string DueFrom(string book) => DueFromPrefix + book;

    public static string EscrowOf(string contract) => "liabilities:escrow:" + contract;

    /// <summary>What a buyer owes the compensation fund, which has paid in its place.</summary>
    public static string Subrogation(string party) => SubrogationPrefix + party;

    /// <summary>Bid deposits that a party has here.</summary>
    public static string Deposits(string party) => "liabilities:deposits:" + party;

    public static string Sellers(string party) => "liabilities:sellers:" + party;
    public static string Refunds(string party) => "liabilities:refunds:" + party;

    public static string SettlementOut(string cycle) => "liabilities:settlement:" + cycle;
    public static string SettlementIn(string cycle) => "assets:settlement:" + cycle;

    /// <summary>
    /// The side a guarded account may not leave: +1 it may not fall below zero (debit-normal), −1 it may not rise above zero
    /// (credit-normal), 0 the account is not guarded.
    /// </summary>
    public static int GuardedSide(string account) => account switch
    {
        BudgetAvailable or BudgetIssued or BudgetReserved or BudgetApproved or PaymentsInTransit
            or RiskCompensation => -1,
        _ when account.StartsWith("quota:available:", StringComparison.Ordinal) => -1,
        _ when account.StartsWith("liabilities:claims:", StringComparison.Ordinal) => -1,
        _ when account.StartsWith(DueToPrefix, StringComparison.Ordinal) => -1,
        _ when account.StartsWith("liabilities:settlement:", StringComparison.Ordinal) => -1,
        _ when account.StartsWith("liabilities:escrow:", StringComparison.Ordinal) => -1,
        _ when account.StartsWith("liabilities:deposits:", StringComparison.Ordinal) => -1,
        _ when account.StartsWith("liabilities:sellers:", StringComparison.Ordinal) => -1,
        _ when account.StartsWith("liabilities:refunds:", StringComparison.Ordinal) => -1,
        Escrow => +1,
        _ when account.StartsWith(DueFromPrefix, StringComparison.Ordinal) => +1,
        _ when account.StartsWith("assets:settlement:", StringComparison.Ordinal) => +1,
        _ when account.StartsWith("assets:recoverable:", StringComparison.Ordinal) => +1,
        _ => 0,
    };
}
