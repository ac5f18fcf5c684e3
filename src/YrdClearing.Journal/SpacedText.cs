using System.Buffers.Text;
using System.Text;

namespace YrdClearing.Journal;

/// <summary>Values joined by one space, in UTF-8: what is hashed is what is written.</summary>
internal static class SpacedText
{
    /// <summary>Digits of the longest 64-bit number with its sign, and a space.</summary>
    private const int MaxNumber = 21;

    public static byte[] Of(string[] texts)
    {
        var length = Math.Max(0, texts.Length - 1);
        foreach (var text in texts)
        {
            length += Encoding.UTF8.GetByteCount(text);
        }
        var bytes = new byte[length];
        var at = 0;
        foreach (var text in texts)
        {
            at = Space(bytes, at);
            at += Encoding.UTF8.GetBytes(text, bytes.AsSpan(at));
        }
        return bytes;
    }

    public static byte[] Of(long[] numbers)
    {
        const int maxOnStack = 32;
        var bytes = numbers.Length <= maxOnStack ? stackalloc byte[maxOnStack * MaxNumber] : new byte[numbers.Length * MaxNumber];
        var at = 0;
        foreach (var number in numbers)
        {
            at = Space(bytes, at);
            Utf8Formatter.TryFormat(number, bytes[at..], out var written);
            at += written;
        }
        return bytes[..at].ToArray();
    }

    private static int Space(Span<byte> bytes, int at)
    {
        if (at == 0)
        {
            return 0;
        }
        bytes[at] = (byte)' ';
        return at + 1;
    }
}
