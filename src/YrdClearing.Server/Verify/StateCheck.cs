using System.Security.Cryptography;
using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// The table <c>state</c> holds what the entries come to. Each row was written by entries of its aggregate, as often as its version says at
/// most; the rows of vouchers, orders, payouts, cycles, contracts, titles, listings, bids and registrations say, in their columns and in
/// their bodies, what is read out of the events here, by no rule of the writer; and every row of every aggregate is in all its other
/// columns what the product's own rules make of the events.
/// </summary>
internal sealed class StateCheck : Check
{
    private readonly JournalReader _journal;
    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly RowRebuild _rebuild;
    private readonly Action<object?[]> _entry;
    private long _entries;

    public StateCheck(JournalReader journal, Scratch scratch, Things things) : base("state rows are those of entries")
    {
        (_journal, _scratch, _things, _rebuild) = (journal, scratch, things, new(journal));
        scratch.Run(
            """
            CREATE TABLE written (aggregate TEXT, book TEXT, seq INTEGER, at INTEGER, PRIMARY KEY (aggregate, book, seq)) WITHOUT ROWID;
            CREATE TABLE row (id TEXT PRIMARY KEY, owner TEXT, book TEXT, version INTEGER, seq INTEGER, created INTEGER, at INTEGER,
                columns TEXT, body TEXT, digest BLOB) WITHOUT ROWID;
            CREATE TABLE rebuilt (id TEXT PRIMARY KEY, aggregate TEXT, digest BLOB) WITHOUT ROWID;
            """);
        _entry = scratch.Prepare("INSERT OR IGNORE INTO written VALUES (?1, ?2, ?3, ?4)");
    }

    public override void Entry(StoredEntry entry)
    {
        _entries++;
        _entry([entry.Aggregate, entry.Book, entry.Seq, entry.At]);
        if (entry.Event.StartsWith("cycle.", StringComparison.Ordinal))
        {
            _things.Expect(entry.Aggregate, Things.Cycle(entry.Fields.Text("status")));
        }
        else if (entry.Event == "registration.recorded.1")
        {
            _things.Expect(entry.Aggregate, Things.Registration(entry.Fields.GetProperty("particulars")));
        }
    }

    public override void Finish()
    {
        ReadRows();
        Rebuild();
        FailEach(_scratch.Rows(
            """
            SELECT r.id, r.book, r.created, r.seq, r.version FROM row r
            WHERE NOT EXISTS (SELECT 1 FROM written w WHERE w.aggregate = r.owner AND w.book = r.book AND w.seq = r.created)
                OR NOT EXISTS (SELECT 1 FROM written w WHERE w.aggregate = r.owner AND w.book = r.book AND w.seq = r.seq AND w.at = r.at)
                OR (r.version = 1) <> (r.created = r.seq)
                OR r.version NOT BETWEEN 1 AND (SELECT count(*) FROM written w
                    WHERE w.aggregate = r.owner AND w.book = r.book AND w.seq BETWEEN r.created AND r.seq)
            ORDER BY r.id
            """).Select(r => $"{r.GetString(0)} says version {r.GetInt64(4)} of {r.GetString(1)}/{r.GetInt64(2)} to {r.GetInt64(3)}; "
                + "the entries of its aggregate say otherwise"));
        FailEach(_scratch.Rows(
            """
            SELECT t.id, t.line, coalesce(r.columns, 'of another kind'), coalesce(r.body, 'of another kind') FROM thing t JOIN row r USING (id)
            WHERE r.columns IS NOT t.line OR r.body IS NOT t.line ORDER BY t.id
            """).Select(r => $"{r.GetString(0)} is {r.GetString(1)} by its events, but "
                + (r.GetString(2) != r.GetString(1) ? $"its row says {r.GetString(2)}" : $"its body says {r.GetString(3)}")));
        FailEach(_scratch.Rows(
            """
            SELECT b.id, b.aggregate, r.id IS NULL FROM rebuilt b LEFT JOIN row r USING (id)
            WHERE r.digest IS NOT b.digest
                AND NOT EXISTS (SELECT 1 FROM thing t WHERE t.id = r.id AND (r.columns IS NOT t.line OR r.body IS NOT t.line))
            ORDER BY b.id
            """).Select((r, i) =>
                r.GetBoolean(2) ? $"{r.GetString(0)} has no row" :
                i < MaxRows     ? Difference(r.GetString(0), r.GetString(1)) :
                r.GetString(0)));
        FailEach(_scratch.Rows("SELECT id FROM row WHERE id NOT IN (SELECT id FROM rebuilt) ORDER BY id")
            .Select(r => $"{r.GetString(0)} has a row, but no entry made it"));
        FailEach(_scratch.Rows("SELECT id FROM thing WHERE id NOT IN (SELECT id FROM rebuilt) ORDER BY id")
            .Select(r => $"{r.GetString(0)} is in the events, but not in what they come to"));
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM row"), "row", "rows")}, "
        + $"{Fen.Count(_scratch.Count("SELECT count(*) FROM thing"), "recomputed", "recomputed")}";

    private void ReadRows()
    {
        var insert = _scratch.Prepare("INSERT INTO row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
        foreach (var r in _journal.Rows(
            "SELECT id, kind, parent, book, version, seq, created, at, body, "
            + "status, fund, enterprise, claim, parent, amount, amount2, amount3, provider, "
            + $"{RebuiltRow.ColumnList} FROM state"))
        {
            const int body = 8, firstColumn = 9, firstRebuilt = 18;
            var id = r.GetString(0);
            var kind = r.GetString(1);
            var parent = r.IsDBNull(2) ? null : r.GetString(2);
            insert(
            [
                id, parent ?? id, r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7),
                Things.OfColumns(kind, r, firstColumn), BodyLine(kind, parent, r.GetString(body)),
                Digest(RebuiltRow.TextsOf(r, firstRebuilt)),
            ]);
        }
    }

    private void Rebuild()
    {
        var insert = _scratch.Prepare("INSERT OR REPLACE INTO rebuilt VALUES (?1, ?2, ?3)");
        foreach (var aggregate in _rebuild.All())
        {
            if (aggregate.Fault is { } fault)
            {
                Fail($"{aggregate.Id} does not follow from its entries: {fault}");
            }
            foreach (var (id, row) in aggregate.Rows)
            {
                insert([id, aggregate.Id, Digest(row.Texts)]);
            }
        }
        // All others read the entries book by book; these were read as the table has them.
        if (_rebuild.Entries != _entries)
        {
            Fail($"there are {_rebuild.Entries} entries, but {_entries} in the books");
        }
    }

    /// <summary>The first column in which a row is not what its aggregate's events come to.</summary>
    private string Difference(string id, string aggregate)
    {
        var rebuilt = _rebuild.Find(aggregate)!.Rows[id].Texts;
        var stored = _journal.Rows($"SELECT {RebuiltRow.ColumnList} FROM state WHERE id = @id", ("@id", id))
            .Select(r => RebuiltRow.TextsOf(r, 0)).Single();
        var i = rebuilt.Zip(stored).TakeWhile(p => p.First == p.Second).Count();
        return $"{id}: {RebuiltRow.Columns[i]} is {stored[i] ?? "nothing"} in its row, but {rebuilt[i] ?? "nothing"} by its entries";
    }

    private static byte[] Digest(string?[] texts) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(texts));

    private static string? BodyLine(string kind, string? parent, string body)
    {
        try
        {
            return Things.OfBody(kind, parent, body);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return "unreadable: " + e.Message;
        }
    }
}
