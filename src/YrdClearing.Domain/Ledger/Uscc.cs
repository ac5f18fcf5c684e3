namespace YrdClearing.Domain.Ledger;

/// <summary>Unified social credit code, 统一社会信用代码 (GB 32100-2015; domain.md, "Parties and identifiers").</summary>
public static class Uscc
{
    public const int Length = 18;

    /// <summary>The standard's characters by value: digits and capitals without I, O, S, V, Z.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>True when the code has 18 characters of the alphabet and the last one is its check character.</summary>
    /// <remarks>Characters 3 to 8 name the registering authority; nothing is derived from them.</remarks>
    public static bool IsValid(ReadOnlySpan<char> code) =>
        code.Length == Length && CheckCharacter(code[..^1]) is { } check && code[^1] == check;

    /// <summary>The check character of the first 17, (31 − Σ value·weight mod 31) mod 31; null when they are not of the alphabet.</summary>
    public static char? CheckCharacter(ReadOnlySpan<char> body)
    {
        if (body.Length != Length - 1)
        {
            return null;
        }
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var value = Alphabet.IndexOf(body[i]);
            if (value < 0)
            {
                return null;
            }
            sum += value * Weights[i];
        }
        return Alphabet[(Alphabet.Length - sum % Alphabet.Length) % Alphabet.Length];
    }
}
