namespace YrdClearing.Domain.Ledger;

/// <summary>Names of books. A book is one participant's double-entry ledger; <see cref="Network"/> has no accounts.</summary>
public static class Books
{
    /// <summary>Home of parties, listings, providers, titles, cycles and the opening of funds and markets.</summary>
    public const string Network = "network";

    private const string FundPrefix = "fund:";
    private const string MarketPrefix = "market:";

    public static string Fund(string region) => FundPrefix + region;

    public static string Market(string region) => MarketPrefix + region;

    public static bool IsFund(string book) => book.StartsWith(FundPrefix, StringComparison.Ordinal);

    public static bool IsMarket(string book) => book.StartsWith(MarketPrefix, StringComparison.Ordinal);

    /// <summary>The six-digit region code of a fund's or a market's book.</summary>
    public static string Region(string book) => book[(book.IndexOf(':') + 1)..];
}
