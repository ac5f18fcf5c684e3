using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace YrdClearing.Server.Verify;

/// <summary>Every book's entries are numbered from 1 without a gap, up to where its head stands.</summary>
internal sealed class SequenceCheck(IReadOnlyDictionary<string, StoredHead> heads) : Check("sequences without a gap")
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private long _entries, _books, _last;

    public override void Entry(StoredEntry entry)
    {
        _entries++;
        if (entry.Seq != _last + 1)
        {
            Fail($"{entry.Name} stands where {entry.Book}/{_last + 1} belongs");
        }
        _last = entry.Seq;
    }

    public override void EndBook(string book, long lastSeq)
    {
        _books++;
        _seen.Add(book);
        _last = 0;
        var head = heads.GetValueOrDefault(book);
        if (head is null || head.Seq != lastSeq)
        {
            Fail($"{book} ends at {lastSeq}, its head {(head is null ? "is missing" : $"stands at {head.Seq}")}");
        }
    }

    public override void Finish() => FailEach(heads.Values.Where(h => h.Seq != 0 && !_seen.Contains(h.Book))
        .Select(h => $"{h.Book} has no entries, its head stands at {h.Seq}"));

    protected override string Figure => $"{Fen.Count(_books, "book", "books")}, {Fen.Count(_entries, "entry", "entries")}";
}

/// <summary>
/// SHA-256 over the previous entry's hash and the entry's canonical bytes (ops/architecture.md, "Journal") is the hash it carries, and the
/// last one is that of the book's head.
/// </summary>
internal sealed class ChainCheck(IReadOnlyDictionary<string, StoredHead> heads) : Check("hash chain")
{
    private const int HashBytes = 32;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly byte[] _recomputed = new byte[HashBytes];
    private byte[] _previous = new byte[HashBytes];
    private long _hashes;

    public override void Entry(StoredEntry entry)
    {
        _hashes++;
        Canonical(entry);
        SHA256.HashData(_buffer.WrittenSpan, _recomputed);
        if (!_recomputed.AsSpan().SequenceEqual(entry.Hash))
        {
            Fail($"{entry.Name} carries {Short(entry.Hash)}, recomputed {Short(_recomputed)}");
        }
        // Going on from the stored hash names each broken place once instead of all that follow it.
        _previous = entry.Hash;
    }

    public override void EndBook(string book, long lastSeq)
    {
        if (heads.GetValueOrDefault(book) is { } head && !head.Hash.AsSpan().SequenceEqual(_previous))
        {
            Fail($"{book}: its head carries {Short(head.Hash)}, its last entry {Short(_previous)}");
        }
        _previous = new byte[HashBytes];
    }

    /// <summary>The first entry of a book that is claimed and has none yet will follow what its head carries.</summary>
    public override void Finish() => FailEach(heads.Values.Where(h => h.Seq == 0 && !h.Hash.AsSpan().SequenceEqual(_previous))
        .Select(h => $"{h.Book} has no entries, but its head carries {Short(h.Hash)}"));

    protected override string Figure => Fen.Count(_hashes, "hash recomputed", "hashes recomputed");

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, Math.Min(hash.Length, 8))) + "…";

    private void Canonical(StoredEntry e)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(_previous);
        Field(e.Book);
        Field(e.Seq);
        Field(e.At);
        Field(e.Recorded);
        Field(e.Actor);
        Field(e.CommandId);
        Field(e.BodyHash is null ? null : Convert.ToHexStringLower(e.BodyHash));
        Field(e.CauseBook);
        Field(e.CauseSeq);
        Field(e.CauseN);
        Field(e.Aggregate);
        Field(e.Event);
        Field(e.Data);
        Field(e.Currency);
        Field(string.Join(' ', e.Accounts));
        Field(string.Join(' ', e.Amounts.Select(a => a.ToString(CultureInfo.InvariantCulture))));
        Field(e.Messages);
        Field(e.DueKind);
        Field(e.DueBook);
        Field(e.DueFen);
    }

    private void Field(long? number) => Field(number?.ToString(CultureInfo.InvariantCulture));

    private void Field(string? text)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), length);
        _buffer.Advance(sizeof(int));
        if (length > 0)
        {
            Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
            _buffer.Advance(length);
        }
    }
}

/// <summary>
/// The hashes that somebody noted earlier still stand where they stood: the one thing that a wholly recomputed chain cannot give.
/// </summary>
internal sealed class AnchorCheck : Check
{
    private readonly Func<object?[], object?> _next;
    private readonly Func<object?[], object?> _hash;
    private readonly Scratch _scratch;
    private readonly long _anchors;
    private string _book = "";
    private long? _awaited;

    public AnchorCheck(Scratch scratch, IEnumerable<Anchor> anchors) : base("anchors")
    {
        _scratch = scratch;
        scratch.Run("CREATE TABLE anchor (book TEXT, seq INTEGER, hash TEXT, seen INTEGER, PRIMARY KEY (book, seq, hash)) WITHOUT ROWID");
        var insert = scratch.Prepare("INSERT OR IGNORE INTO anchor VALUES (?1, ?2, ?3, 0)");
        foreach (var anchor in anchors)
        {
            insert([anchor.Book, anchor.Seq, anchor.Hash]);
        }
        _anchors = scratch.Count("SELECT count(*) FROM anchor");
        _next = scratch.PrepareScalar("SELECT min(seq) FROM anchor WHERE book = ?1 AND seq >= ?2");
        _hash = scratch.PrepareScalar("UPDATE anchor SET seen = (hash = ?3) WHERE book = ?1 AND seq = ?2 RETURNING seq");
    }

    public override void Entry(StoredEntry entry)
    {
        if (_anchors == 0)
        {
            return;
        }
        if (entry.Book != _book)
        {
            _book = entry.Book;
            _awaited = _next([_book, 0L]) as long?;
        }
        if (entry.Seq == _awaited)
        {
            _hash([_book, entry.Seq, Convert.ToHexStringLower(entry.Hash)]);
            _awaited = _next([_book, entry.Seq + 1]) as long?;
        }
    }

    public override void Finish() =>
        FailEach(_scratch.Rows("SELECT book, seq, hash FROM anchor WHERE NOT seen ORDER BY book, seq")
            .Select(r => $"{r.GetString(0)}/{r.GetInt64(1)} does not carry the anchored hash {r.GetString(2)}"));

    protected override string Figure => _anchors == 0 ? "none given" : Fen.Count(_anchors, "anchor", "anchors");
}
