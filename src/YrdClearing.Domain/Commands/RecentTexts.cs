using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace YrdClearing.Domain.Commands;

/// <summary>
/// Short texts that were read lately, to be given again instead of made anew: commands bring the same names, parties, regions, actors and
/// amounts over and over, and what keeps them shares them. Bounded: a text takes the place of the one before it. Safe to use from several
/// threads, which at worst make a text twice.
/// </summary>
internal static class RecentTexts
{
    /// <summary>A power of two.</summary>
    private const int Places = 8 * 1024;

    /// <summary>Longer ones are made anew: a USCC has 18 bytes, an actor with its person seldom more than these.</summary>
    private const int MaxBytes = 48;

    private static readonly string?[] Texts = new string?[Places];

    /// <summary>The text that these bytes spell.</summary>
    /// <param name="utf8">Well-formed UTF-8 without escapes.</param>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }
        ref var place = ref Texts[Hash(utf8) & (Places - 1)];
        if (place is { } recent && Ascii.Equals(utf8, recent))
        {
            return recent;
        }
        var text = Encoding.UTF8.GetString(utf8);
        place = text;
        return text;
    }

    // Whoever sends texts that collide gets new ones, which costs no more than without this.
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        for (; utf8.Length >= sizeof(uint); utf8 = utf8[sizeof(uint)..])
        {
            hash = BitOperations.Crc32C(hash, BinaryPrimitives.ReadUInt32LittleEndian(utf8));
        }
        foreach (var one in utf8)
        {
            hash = BitOperations.Crc32C(hash, one);
        }
        return hash;
    }
}
