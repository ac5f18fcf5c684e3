using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Entries are numbered without a gap, time of recording never runs back, and each hash is that of the one before and the entry's canonical
/// bytes (ops/architecture.md, "Journal"), computed here a second time.
/// </summary>
internal sealed class HashChain(Observer observer) : Invariant("hash chain", observer)
{
    private readonly MemoryStream _bytes = new();

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        var book = entry.Request.Book;
        var entries = Observer.Disk.Entries(book);
        var before = entry.Seq > 1 && entry.Seq <= entries.Count ? entries[(int)entry.Seq - 2] : null;
        Require(
            entry.Seq >= 1 && entry.Seq <= entries.Count && entries[(int)entry.Seq - 1] == entry,
            $"{book}/{entry.Seq} is not where its number says");
        Require(entry.RecordedMicroseconds >= (before?.RecordedMicroseconds ?? 0), $"{book}/{entry.Seq} was recorded before the one before it");
        Require(
            entry.Hash.AsSpan().SequenceEqual(HashOf(before?.Hash ?? new byte[32], entry)), $"{book}/{entry.Seq} has another hash than its bytes");
    }

    private byte[] HashOf(byte[] previous, NumberedEntry entry)
    {
        var r = entry.Request;
        _bytes.SetLength(0);
        _bytes.Write(previous);
        foreach (var column in new[]
        {
            r.Book, Digits(entry.Seq), Digits(r.At.UnixMicroseconds), Digits(entry.RecordedMicroseconds), r.Actor, r.CommandId,
            r.BodyHash is null ? null : Convert.ToHexString(r.BodyHash).ToLowerInvariant(),
            r.Cause?.Book, Digits(r.Cause?.Seq), Digits(r.Cause?.N), r.Aggregate, r.Event, r.Data.ToString(), "CNY",
            string.Join(' ', entry.Accounts), string.Join(' ', entry.Amounts), entry.MessagesJson?.ToString(),
            r.Obligation?.Kind.ToString(), r.Obligation?.Counterparty, Digits(r.Obligation?.Amount.Fen),
        })
        {
            Column(column);
        }
        return SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));
    }

    private void Column(string? text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        _bytes.Write(length);
        if (text is not null)
        {
            _bytes.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static string? Digits(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
