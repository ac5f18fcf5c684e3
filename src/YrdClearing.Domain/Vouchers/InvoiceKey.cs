using System.Globalization;

namespace YrdClearing.Domain.Vouchers;

/// <summary>
/// The network-wide key <c>invoice/NUMBER</c> by which an invoice supports one claim. How a number is typed makes no other invoice of it:
/// what cannot be seen and blanks are left out, full-width characters are those of ASCII, letters are capitals.
/// </summary>
public static class InvoiceKey
{
    private const char FirstFullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';

    /// <summary>How far the full-width characters are from those of ASCII.</summary>
    private const int FullWidthOffset = FirstFullWidth - '!';

    /// <summary>The key of an invoice as it was typed: its code and number, 1 to 200 characters.</summary>
    public static string Of(string invoice) => "invoice/" + string.Concat(invoice.Where(IsSeen).Select(Folded));

    /// <summary>True for what has a key of its own: blanks alone are no number.</summary>
    public static bool IsNumber(string invoice) => invoice.Any(IsSeen);

    private static bool IsSeen(char c) => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not UnicodeCategory.Format;

    private static char Folded(char c) =>
        char.ToUpperInvariant(c is >= FirstFullWidth and <= LastFullWidth ? (char)(c - FullWidthOffset) : c);
}
