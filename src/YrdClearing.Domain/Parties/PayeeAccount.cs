using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>A party's bank account as the journal may hold it: the number only as a keyed hash and masked.</summary>
/// <param name="BankCode">CNAPS code, 12 digits.</param>
/// <param name="NumberHash">Keyed hash of bank code and number.</param>
/// <param name="NumberMasked">Asterisks and the last four characters.</param>
/// <param name="Name">The holder as the bank knows it.</param>
public sealed record PayeeAccount(string BankCode, string NumberHash, string NumberMasked, string Name)
{
    /// <summary>Characters of the number that stay readable.</summary>
    public const int VisibleCharacters = 4;

    /// <summary>Shorter numbers show nothing, since four characters would be half of them or more.</summary>
    private const int ShortestPartlyVisible = 2 * VisibleCharacters + 1;

    public static PayeeAccount Of(BankAccount account, PersonalHash hash) =>
        new(account.BankCode, hash.Personal(account).Hash, Mask(account.Number), account.Name);

    private static string Mask(string number) =>
        "****" + (number.Length < ShortestPartlyVisible ? "" : number[^VisibleCharacters..]);
}
