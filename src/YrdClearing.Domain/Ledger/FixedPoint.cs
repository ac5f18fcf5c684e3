namespace YrdClearing.Domain.Ledger;

/// <summary>Reads unsigned decimal text exactly, without passing through a floating or decimal type.</summary>
internal static class FixedPoint
{
    /// <summary>Reads <c>digits(.digits)?</c> and scales it by 10^decimals; false when a digit is missing, foreign or too many.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int maxIntegerDigits, int decimals, out long scaled)
    {
        scaled = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length == 0 || whole.Length > maxIntegerDigits || fraction.Length > decimals || (point >= 0 && fraction.Length == 0))
        {
            return false;
        }
        return Accumulate(whole, ref scaled) && Accumulate(fraction, ref scaled) && Shift(decimals - fraction.Length, ref scaled);
    }

    private static bool Accumulate(ReadOnlySpan<char> digits, ref long value)
    {
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return true;
    }

    private static bool Shift(int places, ref long value)
    {
        for (; places > 0; places--)
        {
            value *= 10;
        }
        return true;
    }
}
