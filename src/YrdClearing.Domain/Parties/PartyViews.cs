namespace YrdClearing.Domain.Parties;

/// <summary>An enterprise as readers see it: no person, no hash, the account's number masked.</summary>
public sealed record EnterpriseView(string Enterprise, string Name, string Region, bool Sme, PayeeAccountView? Account)
{
    public static EnterpriseView Of(EnterpriseState e) =>
        new(e.Uscc, e.Name, e.Region, e.Sme, e.Account is null ? null : PayeeAccountView.Of(e.Account));
}

/// <summary>A bank account as readers see it.</summary>
/// <param name="BankCode">CNAPS code.</param>
/// <param name="Number">Asterisks and the last four characters.</param>
/// <param name="Name">The holder as the bank knows it.</param>
public sealed record PayeeAccountView(string BankCode, string Number, string Name)
{
    public static PayeeAccountView Of(PayeeAccount account) => new(account.BankCode, account.NumberMasked, account.Name);
}

/// <summary>An integrity listing as readers see it.</summary>
public sealed record IntegrityView(string Party, string Status, string Reason)
{
    public static IntegrityView Of(IntegrityState s) => new(s.Party, s.Status.ToString(), s.Reason);
}
