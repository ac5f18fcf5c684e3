using Npgsql;
using NpgsqlTypes;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal.Postgres;

/// <summary>
/// The batches of several books as one batch of statements: one round trip and, having no BEGIN, one transaction. What it is put together
/// in is used again for the next: one at a time, and not before the statements of the last have all been sent.
/// </summary>
internal sealed class PostgresBatch
{
    private readonly ColumnLists _columns = new();
    private readonly List<BookBatch> _batches = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<NumberedEntry> _entries = [];
    private readonly HashSet<RowVersion> _facts = [];
    private readonly List<RowVersion> _distinctFacts = [];
    private readonly List<(string Key, string Book)> _freed = [];
    private readonly List<(string Key, string Value, string Book, long Seq)> _taken = [];
    private readonly List<(StateRow Row, RowWrite Write, NumberedEntry Entry)> _writes = [];

    /// <summary>Takes a book's batch in, unless it takes a key of one that is in already.</summary>
    public bool TryAdd(BookBatch batch)
    {
        foreach (var entry in batch.Entries)
        {
            foreach (var key in entry.Keys)
            {
                if (_keys.Contains(key.Key))
                {
                    return false;
                }
            }
        }
        foreach (var entry in batch.Entries)
        {
            foreach (var key in entry.Keys)
            {
                _keys.Add(key.Key);
            }
        }
        _batches.Add(batch);
        _entries.AddRange(batch.Entries);
        return true;
    }

    /// <summary>The statements that write what was taken in.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="mayWriteWhile">See <see cref="JournalStore.MayWriteWhile"/>.</param>
    public NpgsqlBatch Build(NpgsqlConnection connection, string? mayWriteWhile)
    {
        var all = new NpgsqlBatch(connection);
        if (mayWriteWhile is not null)
        {
            Add(all, PostgresSql.MayWrite(mayWriteWhile));
        }
        Heads(all);
        Facts(all);
        Keys(all);
        Rows(all, PostgresSql.NewRows, isNew: true);
        Rows(all, PostgresSql.ChangeRows, isNew: false);
        Personal(all);
        Entries(all);
        Checkpoints(all);
        return all;
    }

    /// <summary>Forgets what it was built from, for the next.</summary>
    public void Clear()
    {
        _columns.Clear();
        _batches.Clear();
        _keys.Clear();
        _entries.Clear();
        _facts.Clear();
        _distinctFacts.Clear();
        _freed.Clear();
        _taken.Clear();
        _writes.Clear();
    }

    /// <summary>A statement with its arrays.</summary>
    public static void Add(NpgsqlBatch all, string sql, params ReadOnlySpan<NpgsqlParameter> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column);
        }
        all.BatchCommands.Add(command);
    }

    /// <summary>An array; the type of its elements decides its PostgreSQL type.</summary>
    public static NpgsqlParameter Column<TColumn>(TColumn[] values) => new NpgsqlParameter<TColumn[]> { TypedValue = values };

    private void Heads(NpgsqlBatch all)
    {
        var byBook = _batches.OrderBy(b => b.Book, StringComparer.Ordinal).ToList();
        Add(all, PostgresSql.MoveHeads,
            Column(byBook, b => b.Book), Column(byBook, b => b.FromSeq), Column(byBook, b => b.Epoch),
            Column(byBook, b => b.ToSeq), Column(byBook, b => b.ToHash), Column(byBook, b => b.Delivered));
    }

    /// <summary>Many decisions rest on the same facts: each is looked at once.</summary>
    private void Facts(NpgsqlBatch all)
    {
        foreach (var entry in _entries)
        {
            for (var i = 0; i < entry.Request.Facts.Count; i++)
            {
                if (_facts.Add(entry.Request.Facts[i]))
                {
                    _distinctFacts.Add(entry.Request.Facts[i]);
                }
            }
        }
        if (_distinctFacts.Count > 0)
        {
            Add(all, PostgresSql.Facts, Column(_distinctFacts, f => f.Id), Column(_distinctFacts, f => f.Version));
        }
    }

    private void Keys(NpgsqlBatch all)
    {
        foreach (var entry in _entries)
        {
            var book = entry.Request.Book;
            for (var i = 0; i < entry.Request.Frees.Count; i++)
            {
                _freed.Add((entry.Request.Frees[i], book));
            }
            foreach (var (key, value) in entry.Keys)
            {
                _taken.Add((key, value, book, entry.Seq));
            }
        }
        if (_freed.Count > 0)
        {
            _freed.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            Add(all, PostgresSql.FreeKeys, Column(_freed, f => f.Key), Column(_freed, f => f.Book));
        }
        if (_taken.Count > 0)
        {
            _taken.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            Add(all, PostgresSql.TakeKeys,
                Column(_taken, k => k.Key), Column(_taken, k => k.Value), Column(_taken, k => k.Book), Column(_taken, k => k.Seq));
        }
    }

    private void Rows(NpgsqlBatch all, string sql, bool isNew)
    {
        _writes.Clear();
        foreach (var entry in _entries)
        {
            for (var i = 0; i < entry.Request.Rows.Count; i++)
            {
                var write = entry.Request.Rows[i];
                if (write.ExpectedVersion == 0 == isNew)
                {
                    _writes.Add((write.Row, write, entry));
                }
            }
        }
        if (_writes.Count == 0)
        {
            return;
        }
        _writes.Sort(static (a, b) => string.CompareOrdinal(a.Row.Id, b.Row.Id));
        Add(all, sql,
            Column(_writes, w => w.Row.Id), Column(_writes, w => w.Write.ExpectedVersion), Column(_writes, w => w.Row.Kind),
            Column(_writes, w => w.Row.Parent), Column(_writes, w => w.Entry.Request.Book), Column(_writes, w => w.Entry.Seq),
            Column(_writes, w => w.Entry.Request.At.UnixMicroseconds), Column(_writes, w => w.Row.Status), Column(_writes, w => w.Row.Fund),
            Column(_writes, w => w.Row.Enterprise), Column(_writes, w => w.Row.Provider), Column(_writes, w => w.Row.Claim),
            Column(_writes, w => w.Row.Amount?.Fen), Column(_writes, w => w.Row.Amount2?.Fen), Column(_writes, w => w.Row.Amount3?.Fen),
            Column(_writes, w => StateColumns.Iso(w.Row.Due)), Texts(_writes, w => w.Row.Body.Utf8));
    }

    private void Personal(NpgsqlBatch all)
    {
        var values = _entries.SelectMany(e => e.Request.Personal).OrderBy(p => p.Hash, StringComparer.Ordinal).ToList();
        if (values.Count > 0)
        {
            Add(all, PostgresSql.Personal, Column(values, p => p.Hash), Column(values, p => p.Kind), Column(values, p => p.Value));
        }
    }

    private void Entries(NpgsqlBatch all) => Add(
        all, PostgresSql.Entries,
        Column(_entries, e => e.Request.Book), Column(_entries, e => e.Seq), Column(_entries, e => e.Request.At.UnixMicroseconds),
        Column(_entries, e => e.RecordedMicroseconds), Column(_entries, e => e.Request.Actor), Column(_entries, e => e.Request.CommandId),
        Column(_entries, e => e.Request.BodyHash), Column(_entries, e => e.Request.Cause?.Book), Column(_entries, e => e.Request.Cause?.Seq),
        Column(_entries, e => (long?)e.Request.Cause?.N), Column(_entries, e => e.Request.Aggregate), Column(_entries, e => e.Request.Event),
        Texts(_entries, e => e.Request.Data.Utf8), Column(_entries, _ => NumberedEntry.Currency),
        Texts(_entries, e => e.AccountsText), Texts(_entries, e => e.AmountsText),
        Texts(_entries, e => e.MessagesJson?.Utf8), Column(_entries, e => e.Request.Obligation?.KindName),
        Column(_entries, e => e.Request.Obligation?.Counterparty), Column(_entries, e => e.Request.Obligation?.Amount.Fen),
        Column(_entries, e => e.Hash));

    private void Checkpoints(NpgsqlBatch all)
    {
        var checkpointed = _batches.Where(b => b.Checkpoint is not null).OrderBy(b => b.Book, StringComparer.Ordinal).ToList();
        if (checkpointed.Count == 0)
        {
            return;
        }
        var balances = checkpointed.SelectMany(b => b.Checkpoint!.Select(c => (b.Book, Account: c.Key, Fen: c.Value))).ToList();
        Add(all, PostgresSql.Balances, Column(balances, b => b.Book), Column(balances, b => b.Account), Column(balances, b => b.Fen));
        Add(all, PostgresSql.Checkpoints, Column(checkpointed, b => b.Book), Column(checkpointed, b => b.ToSeq));
    }

    private NpgsqlParameter Column<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> value) =>
        new NpgsqlParameter<List<TColumn>> { TypedValue = Values(rows, value) };

    /// <summary>Texts that are UTF-8 already: they go out as they are.</summary>
    private NpgsqlParameter Texts<TRow>(List<TRow> rows, Func<TRow, byte[]?> utf8) =>
        new NpgsqlParameter<List<byte[]?>> { TypedValue = Values(rows, utf8), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private List<TColumn> Values<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> value)
    {
        var column = _columns.Take<TColumn>();
        foreach (var row in rows)
        {
            column.Add(value(row));
        }
        return column;
    }
}
