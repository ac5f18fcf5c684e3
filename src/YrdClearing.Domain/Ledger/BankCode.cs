namespace YrdClearing.Domain.Ledger;

/// <summary>CNAPS bank code, 联行号: 12 digits with an ISO 7064 MOD 11,10 check digit (domain.md, "Parties and identifiers").</summary>
public static class BankCode
{
    public const int Length = 12;

    /// <summary>True when the code has 12 digits and the last one is its check digit.</summary>
    public static bool IsValid(ReadOnlySpan<char> code) =>
        code.Length == Length && CheckDigit(code[..^1]) is { } check && code[^1] == check;

    /// <summary>The check digit of the first 11; null when they are not 11 digits.</summary>
    public static char? CheckDigit(ReadOnlySpan<char> body)
    {
        if (body.Length != Length - 1)
        {
            return null;
        }
        var product = 10;
        foreach (var c in body)
        {
            if (!char.IsAsciiDigit(c))
            {
                return null;
            }
            var sum = (product + c - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (char)('0' + (11 - product) % 10);
    }
}
