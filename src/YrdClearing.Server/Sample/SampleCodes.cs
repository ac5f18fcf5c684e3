using System.Globalization;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Synthetic identifiers with right check digits (domain.md, "Parties and identifiers"). MAXX… is nobody's organisation code.
/// </summary>
internal static class SampleCodes
{
    /// <summary>Numbers of parties are four digits: as many parties as one sample may have.</summary>
    public const int MaxParties = 9999;

    private static readonly int[] OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>91, the registering authority's region, MAXX and a number, with the checks of GB 11714 and GB 32100.</summary>
    public static string Uscc(string region, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxParties);
        var organisation = "MAXX" + number.ToString("0000", CultureInfo.InvariantCulture);
        var body = "91" + region + organisation + OrganisationCheck(organisation);
        return body + Domain.Ledger.Uscc.CheckCharacter(body);
    }

    /// <summary>The same code with another check character: valid in form, refused as invalid_uscc.</summary>
    public static string BrokenUscc(string uscc) => uscc[..17] + (uscc[17] == '0' ? '1' : '0');

    /// <summary>Twelve digits, the last the ISO 7064 MOD 11,10 check of the others.</summary>
    public static string BankCode(string cityDigits, int branch)
    {
        var body = "313" + cityDigits + branch.ToString("0000", CultureInfo.InvariantCulture);
        return body + Domain.Ledger.BankCode.CheckDigit(body);
    }

    public static string BrokenBankCode(string code) => code[..11] + (code[11] == '0' ? '1' : '0');

    /// <summary>A fully digital invoice's twenty digits: year, province, number.</summary>
    public static string Invoice(string region, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"25{region[..2]}2000{number:000000000000}");

    public static string Contract(string region, int number) => string.Create(CultureInfo.InvariantCulture, $"2025{region}{number:000000}");

    public static string AccountNumber(int number) => string.Create(CultureInfo.InvariantCulture, $"6222{number:000000000000}");

    private static char OrganisationCheck(string organisation)
    {
        var sum = organisation.Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10) * OrganisationWeights[i]).Sum();
        return (11 - sum % 11) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }
}
