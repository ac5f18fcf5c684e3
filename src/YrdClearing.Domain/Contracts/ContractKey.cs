namespace YrdClearing.Domain.Contracts;

/// <summary>
/// The value of the network-wide key <c>contract/ID</c>, <c>SELLER-BOOK|HOME-BOOK|TITLE</c>: it never changes, and says between which books
/// the contract's messages run.
/// </summary>
/// <param name="SellerBook">The book of the seller's market, which pays the seller.</param>
/// <param name="HomeBook">The book of the buyer's market, where the contract is.</param>
/// <param name="Title">The title's id; null for contracts on none.</param>
public sealed record ContractKey(string SellerBook, string HomeBook, string? Title)
{
    private const char Separator = '|';

    /// <summary>The key of a contract.</summary>
    public static string Of(string contract) => "contract/" + contract;

    /// <exception cref="FormatException">The text is not three parts: the key table is damaged.</exception>
    public static ContractKey Parse(string value) => value.Split(Separator) is [var seller, var home, var title]
        ? new(seller, home, title.Length == 0 ? null : title)
        : throw new FormatException($"'{value}' is not a contract's key.");

    public override string ToString() => $"{SellerBook}{Separator}{HomeBook}{Separator}{Title}";
}
