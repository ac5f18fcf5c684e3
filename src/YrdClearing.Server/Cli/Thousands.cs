using System.Globalization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Cli;

/// <summary>Numbers for people, grouped by thousands; amounts from the integer, not through a floating type.</summary>
internal static class Thousands
{
    public static string Of(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Whole yuan grouped, and fen.</summary>
    public static string Of(MoneySum amount)
    {
        var text = amount.ToString();
        return Int128.Parse(text[..^3], CultureInfo.InvariantCulture).ToString("#,0", CultureInfo.InvariantCulture) + text[^3..];
    }
}
