using Npgsql;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal.Postgres;

/// <summary>
/// The batches of several books as one batch of statements: one round trip and, having no BEGIN, one transaction. What they are put
/// together in is used again for the next: one at a time, and not before the statements of the last have all been sent.
/// </summary>
internal sealed class PostgresBatch
{
    private readonly PostgresStatement<BookBatch> _moveHeads = new PostgresStatement<BookBatch>(PostgresSql.MoveHeads)
        .With(b => b.Book).With(b => b.FromSeq).With(b => b.Epoch).With(b => b.ToSeq).With(b => b.ToHash).With(b => b.Delivered);

    private readonly PostgresStatement<RowVersion> _lookAtFacts = new PostgresStatement<RowVersion>(PostgresSql.Facts)
        .With(f => f.Id).With(f => f.Version);

    private readonly PostgresStatement<FreedKey> _freeKeys = new PostgresStatement<FreedKey>(PostgresSql.FreeKeys)
        .With(k => k.Key).With(k => k.Book);

    private readonly PostgresStatement<ClaimedKey> _takeKeys = new PostgresStatement<ClaimedKey>(PostgresSql.TakeKeys)
        .With(k => k.Key).With(k => k.Value).With(k => k.Book).With(k => k.Seq);

    private readonly PostgresStatement<WrittenRow> _newRows = WithState(new PostgresStatement<WrittenRow>(PostgresSql.NewRows)
        .With(w => w.Row.Id).With(w => w.Row.Kind).With(w => w.Entry.Request.Book));

    private readonly PostgresStatement<WrittenRow> _changeRows = WithState(new PostgresStatement<WrittenRow>(PostgresSql.ChangeRows)
        .With(w => w.Row.Id).With(w => w.ExpectedVersion));

    private readonly PostgresStatement<PersonalValue> _personal = new PostgresStatement<PersonalValue>(PostgresSql.Personal)
        .With(p => p.Hash).With(p => p.Kind).With(p => p.Value);

    private readonly PostgresStatement<NumberedEntry> _addEntries = new PostgresStatement<NumberedEntry>(PostgresSql.Entries)
        .With(e => e.Request.Book).With(e => e.Seq).With(e => e.Request.At.UnixMicroseconds).With(e => e.RecordedMicroseconds)
        .With(e => e.Request.Actor).With(e => e.Request.CommandId).With(e => e.Request.BodyHash)
        .With(e => e.Request.Cause?.Book).With(e => e.Request.Cause?.Seq).With(e => (long?)e.Request.Cause?.N)
        .With(e => e.Request.Aggregate).With(e => e.Request.Event).WithText(e => e.Request.Data.Utf8)
        .WithText(e => e.AccountsText).WithText(e => e.AmountsText).WithText(e => e.MessagesJson?.Utf8)
        .With(e => e.Request.Obligation?.KindName).With(e => e.Request.Obligation?.Counterparty)
        .With(e => e.Request.Obligation?.Amount.Fen).With(e => e.Hash);

    private readonly PostgresStatement<CheckpointedBalance> _balances =
        new PostgresStatement<CheckpointedBalance>(PostgresSql.Balances).With(b => b.Book).With(b => b.Account).With(b => b.Fen);

    private readonly PostgresStatement<BookBatch> _checkpoints = new PostgresStatement<BookBatch>(PostgresSql.Checkpoints)
        .With(b => b.Book).With(b => b.ToSeq);

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<RowVersion> _facts = [];

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
        _moveHeads.Rows.Add(batch);
        foreach (var entry in batch.Entries)
        {
            TakeIn(entry);
        }
        if (batch.Checkpoint is { } balances)
        {
            _checkpoints.Rows.Add(batch);
            foreach (var (account, fen) in balances)
            {
                _balances.Rows.Add(new(batch.Book, account, fen));
            }
        }
        return true;
    }

    /// <summary>The statements that write what was taken in.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="mayWriteWhile">See <see cref="JournalStore.MayWriteWhile"/>.</param>
    public NpgsqlBatch Build(NpgsqlConnection connection, string? mayWriteWhile)
    {
        Sort();
        var all = new NpgsqlBatch(connection);
        if (mayWriteWhile is not null)
        {
            all.BatchCommands.Add(new(PostgresSql.MayWrite(mayWriteWhile)));
        }
        _moveHeads.AddTo(all);
        _lookAtFacts.AddTo(all);
        _freeKeys.AddTo(all);
        _takeKeys.AddTo(all);
        _newRows.AddTo(all);
        _changeRows.AddTo(all);
        _personal.AddTo(all);
        _addEntries.AddTo(all);
        _balances.AddTo(all);
        _checkpoints.AddTo(all);
        return all;
    }

    /// <summary>Forgets what it was built from, for the next.</summary>
    public void Clear()
    {
        _moveHeads.Clear();
        _lookAtFacts.Clear();
        _freeKeys.Clear();
        _takeKeys.Clear();
        _newRows.Clear();
        _changeRows.Clear();
        _personal.Clear();
        _addEntries.Clear();
        _balances.Clear();
        _checkpoints.Clear();
        _keys.Clear();
        _facts.Clear();
    }

    private void TakeIn(NumberedEntry entry)
    {
        var request = entry.Request;
        _addEntries.Rows.Add(entry);
        foreach (var (key, value) in entry.Keys)
        {
            _keys.Add(key);
            _takeKeys.Rows.Add(new(key, value, request.Book, entry.Seq));
        }
        for (var i = 0; i < request.Frees.Count; i++)
        {
            _freeKeys.Rows.Add(new(request.Frees[i], request.Book));
        }
        for (var i = 0; i < request.Facts.Count; i++)
        {
            // Many decisions rest on the same facts: each is looked at once.
            if (_facts.Add(request.Facts[i]))
            {
                _lookAtFacts.Rows.Add(request.Facts[i]);
            }
        }
        for (var i = 0; i < request.Rows.Count; i++)
        {
            var write = request.Rows[i];
            (write.ExpectedVersion == 0 ? _newRows : _changeRows).Rows.Add(new(write.Row, write.ExpectedVersion, entry));
        }
        for (var i = 0; i < request.Personal.Count; i++)
        {
            _personal.Rows.Add(request.Personal[i]);
        }
    }

    /// <summary>Two transactions wait for each other's rows in one order only.</summary>
    private void Sort()
    {
        _moveHeads.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Book, b.Book));
        _checkpoints.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Book, b.Book));
        _freeKeys.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        _takeKeys.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        _newRows.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Row.Id, b.Row.Id));
        _changeRows.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Row.Id, b.Row.Id));
        _personal.Rows.Sort(static (a, b) => string.CompareOrdinal(a.Hash, b.Hash));
    }

    private static PostgresStatement<WrittenRow> WithState(PostgresStatement<WrittenRow> statement) => statement
        .With(w => w.Row.Parent).With(w => w.Entry.Seq).With(w => w.Entry.Request.At.UnixMicroseconds).With(w => w.Row.Status)
        .With(w => w.Row.Fund).With(w => w.Row.Enterprise).With(w => w.Row.Provider).With(w => w.Row.Claim)
        .With(w => w.Row.Amount?.Fen).With(w => w.Row.Amount2?.Fen).With(w => w.Row.Amount3?.Fen)
        .With(w => StateColumns.Iso(w.Row.Due)).WithText(w => w.Row.Body.Utf8);

    private readonly record struct FreedKey(string Key, string Book);

    private readonly record struct ClaimedKey(string Key, string Value, string Book, long Seq);

    private readonly record struct WrittenRow(StateRow Row, long ExpectedVersion, NumberedEntry Entry);

    private readonly record struct CheckpointedBalance(string Book, string Account, long Fen);
}
