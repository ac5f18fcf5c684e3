using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace YrdClearing.Journal;

/// <summary>The digest that chains a book's entries. SHA-256 now; SM3 where the law asks for it.</summary>
public interface IEntryHash
{
    /// <summary>The digest of <paramref name="bytes"/>: the previous entry's hash followed by the entry's canonical bytes.</summary>
    byte[] Hash(ReadOnlySpan<byte> bytes);
}

/// <summary>SHA-256, 32 bytes.</summary>
public sealed class Sha256EntryHash : IEntryHash
{
    public static readonly Sha256EntryHash Instance = new();

    public byte[] Hash(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes);
}

/// <summary>
/// Writes an entry's canonical bytes (ops/architecture.md, "Journal"): its columns in the schema's order, each as UTF-8 text preceded by
/// its length as a 4-byte big-endian integer; null is the length −1. The buffer is reused, so one instance serves one book.
/// </summary>
internal sealed class CanonicalEntry
{
    /// <summary>The hash before a book's first entry.</summary>
    public static readonly byte[] FirstHash = new byte[32];

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public byte[] Hash(IEntryHash hash, ReadOnlySpan<byte> previous, NumberedEntry entry)
    {
        var request = entry.Request;
        _buffer.ResetWrittenCount();
        _buffer.Write(previous);
        Text(request.Book);
        Number(entry.Seq);
        Number(request.At.UnixMicroseconds);
        Number(entry.RecordedMicroseconds);
        Text(request.Actor);
        Text(request.CommandId);
        Hex(request.BodyHash);
        Text(request.Cause?.Book);
        Number(request.Cause?.Seq);
        Number(request.Cause?.N);
        Text(request.Aggregate);
        Text(request.Event);
        Bytes(request.Data.Utf8);
        Text(NumberedEntry.Currency);
        Bytes(entry.AccountsText);
        Bytes(entry.AmountsText);
        Bytes(entry.MessagesJson?.Utf8);
        Text(request.Obligation?.KindName);
        Text(request.Obligation?.Counterparty);
        Number(request.Obligation?.Amount.Fen);
        return hash.Hash(_buffer.WrittenSpan);
    }

    private void Text(string? text)
    {
        if (text is null)
        {
            Length(-1);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(text);
        Length(length);
        Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    private void Hex(byte[]? bytes)
    {
        if (bytes is null)
        {
            Length(-1);
            return;
        }
        var digits = 2 * bytes.Length;
        Length(digits);
        Convert.TryToHexStringLower(bytes, _buffer.GetSpan(digits), out _);
        _buffer.Advance(digits);
    }

    private void Bytes(byte[]? utf8)
    {
        Length(utf8?.Length ?? -1);
        _buffer.Write(utf8);
    }

    private void Number(long? number)
    {
        if (number is not { } value)
        {
            Length(-1);
            return;
        }
        const int maxDigits = 20;
        Span<byte> digits = stackalloc byte[maxDigits];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        Length(length);
        _buffer.Write(digits[..length]);
    }

    private void Length(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), length);
        _buffer.Advance(sizeof(int));
    }
}
