using Npgsql;
using NpgsqlTypes;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal.Postgres;

/// <summary>The batches of several books as one batch of statements: one round trip and, having no BEGIN, one transaction.</summary>
internal static class PostgresBatch
{
    /// <param name="connection">An open connection.</param>
    /// <param name="batches">What to write.</param>
    /// <param name="mayWriteWhile">See <see cref="JournalStore.MayWriteWhile"/>.</param>
    public static NpgsqlBatch Build(NpgsqlConnection connection, IReadOnlyList<BookBatch> batches, string? mayWriteWhile)
    {
        var all = new NpgsqlBatch(connection);
        if (mayWriteWhile is not null)
        {
            Add(all, PostgresSql.MayWrite(mayWriteWhile));
        }
        var entries = new List<NumberedEntry>(batches.Sum(b => b.Entries.Count));
        foreach (var batch in batches)
        {
            entries.AddRange(batch.Entries);
        }
        Heads(all, batches);
        Facts(all, entries);
        Keys(all, entries);
        Rows(all, PostgresSql.NewRows, entries, isNew: true);
        Rows(all, PostgresSql.ChangeRows, entries, isNew: false);
        Personal(all, entries);
        Entries(all, entries);
        Checkpoints(all, batches);
        return all;
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

    private static void Heads(NpgsqlBatch all, IReadOnlyList<BookBatch> batches)
    {
        var byBook = batches.OrderBy(b => b.Book, StringComparer.Ordinal).ToList();
        Add(all, PostgresSql.MoveHeads,
            Column(byBook, b => b.Book), Column(byBook, b => b.FromSeq), Column(byBook, b => b.Epoch),
            Column(byBook, b => b.ToSeq), Column(byBook, b => b.ToHash), Column(byBook, b => b.Delivered));
    }

    /// <summary>Many decisions rest on the same facts: each is looked at once.</summary>
    private static void Facts(NpgsqlBatch all, List<NumberedEntry> entries)
    {
        var facts = new HashSet<RowVersion>();
        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Request.Facts.Count; i++)
            {
                facts.Add(entry.Request.Facts[i]);
            }
        }
        if (facts.Count > 0)
        {
            RowVersion[] rows = [.. facts];
            Add(all, PostgresSql.Facts, Column(Array.ConvertAll(rows, r => r.Id)), Column(Array.ConvertAll(rows, r => r.Version)));
        }
    }

    private static void Keys(NpgsqlBatch all, List<NumberedEntry> entries)
    {
        var freed = new List<(string Key, string Book)>();
        var taken = new List<(string Key, string Value, string Book, long Seq)>(entries.Sum(static e => e.Keys.Length));
        foreach (var entry in entries)
        {
            var book = entry.Request.Book;
            for (var i = 0; i < entry.Request.Frees.Count; i++)
            {
                freed.Add((entry.Request.Frees[i], book));
            }
            foreach (var (key, value) in entry.Keys)
            {
                taken.Add((key, value, book, entry.Seq));
            }
        }
        if (freed.Count > 0)
        {
            freed.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            Add(all, PostgresSql.FreeKeys, Column(freed, f => f.Key), Column(freed, f => f.Book));
        }
        if (taken.Count > 0)
        {
            taken.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            Add(all, PostgresSql.TakeKeys,
                Column(taken, k => k.Key), Column(taken, k => k.Value), Column(taken, k => k.Book), Column(taken, k => k.Seq));
        }
    }

    private static void Rows(NpgsqlBatch all, string sql, List<NumberedEntry> entries, bool isNew)
    {
        var writes = new List<(StateRow Row, RowWrite Write, NumberedEntry Entry)>(entries.Count);
        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Request.Rows.Count; i++)
            {
                var write = entry.Request.Rows[i];
                if (write.ExpectedVersion == 0 == isNew)
                {
                    writes.Add((write.Row, write, entry));
                }
            }
        }
        if (writes.Count == 0)
        {
            return;
        }
        writes.Sort(static (a, b) => string.CompareOrdinal(a.Row.Id, b.Row.Id));
        Add(all, sql,
            Column(writes, w => w.Row.Id), Column(writes, w => w.Write.ExpectedVersion), Column(writes, w => w.Row.Kind),
            Column(writes, w => w.Row.Parent), Column(writes, w => w.Entry.Request.Book), Column(writes, w => w.Entry.Seq),
            Column(writes, w => w.Entry.Request.At.UnixMicroseconds), Column(writes, w => w.Row.Status), Column(writes, w => w.Row.Fund),
            Column(writes, w => w.Row.Enterprise), Column(writes, w => w.Row.Provider), Column(writes, w => w.Row.Claim),
            Column(writes, w => w.Row.Amount?.Fen), Column(writes, w => w.Row.Amount2?.Fen), Column(writes, w => w.Row.Amount3?.Fen),
            Column(writes, w => StateColumns.Iso(w.Row.Due)), Texts(writes, w => w.Row.Body.Utf8));
    }

    private static void Personal(NpgsqlBatch all, List<NumberedEntry> entries)
    {
        var values = entries.SelectMany(e => e.Request.Personal).OrderBy(p => p.Hash, StringComparer.Ordinal).ToList();
        if (values.Count > 0)
        {
            Add(all, PostgresSql.Personal, Column(values, p => p.Hash), Column(values, p => p.Kind), Column(values, p => p.Value));
        }
    }

    private static void Entries(NpgsqlBatch all, List<NumberedEntry> entries) => Add(
        all, PostgresSql.Entries,
        Column(entries, e => e.Request.Book), Column(entries, e => e.Seq), Column(entries, e => e.Request.At.UnixMicroseconds),
        Column(entries, e => e.RecordedMicroseconds), Column(entries, e => e.Request.Actor), Column(entries, e => e.Request.CommandId),
        Column(entries, e => e.Request.BodyHash), Column(entries, e => e.Request.Cause?.Book), Column(entries, e => e.Request.Cause?.Seq),
        Column(entries, e => (long?)e.Request.Cause?.N), Column(entries, e => e.Request.Aggregate), Column(entries, e => e.Request.Event),
        Texts(entries, e => e.Request.Data.Utf8), Column(entries, _ => NumberedEntry.Currency),
        Texts(entries, e => e.AccountsText), Texts(entries, e => e.AmountsText),
        Texts(entries, e => e.MessagesJson?.Utf8), Column(entries, e => e.Request.Obligation?.Kind.ToString()),
        Column(entries, e => e.Request.Obligation?.Counterparty), Column(entries, e => e.Request.Obligation?.Amount.Fen),
        Column(entries, e => e.Hash));

    private static void Checkpoints(NpgsqlBatch all, IReadOnlyList<BookBatch> batches)
    {
        var checkpointed = batches.Where(b => b.Checkpoint is not null).OrderBy(b => b.Book, StringComparer.Ordinal).ToList();
        if (checkpointed.Count == 0)
        {
            return;
        }
        var balances = checkpointed.SelectMany(b => b.Checkpoint!.Select(c => (b.Book, Account: c.Key, Fen: c.Value))).ToList();
        Add(all, PostgresSql.Balances, Column(balances, b => b.Book), Column(balances, b => b.Account), Column(balances, b => b.Fen));
        Add(all, PostgresSql.Checkpoints, Column(checkpointed, b => b.Book), Column(checkpointed, b => b.ToSeq));
    }

    private static NpgsqlParameter Column<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> value) => Column(Values(rows, value));

    /// <summary>Texts that are UTF-8 already: they go out as they are.</summary>
    private static NpgsqlParameter Texts<TRow>(List<TRow> rows, Func<TRow, byte[]?> utf8) =>
        new NpgsqlParameter<byte[]?[]> { TypedValue = Values(rows, utf8), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static TColumn[] Values<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> value)
    {
        var column = new TColumn[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }
        return column;
    }
}
