using SQLitePCL;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal.Sqlite;

/// <summary>Writes one book's batch inside the writer's transaction, or nothing of it.</summary>
internal static class SqliteBatchWriter
{
    public static BatchResult Write(SqliteWriter writer, BookBatch batch)
    {
        if (!writer.HasSavepoints)
        {
            var hoped = Try(writer, batch);
            return hoped.Status == BatchStatus.Written ? hoped : throw new InvalidOperationException("A batch has to be undone.");
        }
        writer["SAVEPOINT batch"].Run();
        var result = Try(writer, batch);
        if (result.Status != BatchStatus.Written)
        {
            writer["ROLLBACK TO batch"].Run();
        }
        writer["RELEASE batch"].Run();
        return result;
    }

    private static BatchResult Try(SqliteWriter writer, BookBatch batch)
    {
        var moved = writer[SqliteSql.MoveHead].Bind(batch.ToSeq).Bind(batch.ToHash).Bind(batch.Delivered)
            .Bind(batch.Book).Bind(batch.FromSeq).Bind(batch.Epoch).Run();
        if (moved == 0)
        {
            return BatchResult.Fenced;
        }
        var conflicts = new List<EntryConflict>();
        Facts(writer, batch, conflicts);
        Keys(writer, batch, conflicts);
        Rows(writer, batch, conflicts);
        if (conflicts.Count > 0)
        {
            return new(BatchStatus.Conflict, conflicts);
        }
        foreach (var entry in batch.Entries)
        {
            Entry(writer, entry);
        }
        Checkpoint(writer, batch);
        return BatchResult.Written;
    }

    /// <summary>Before the batch's own changes; many decisions rest on the same facts, and each is looked at once.</summary>
    private static void Facts(SqliteWriter writer, BookBatch batch, List<EntryConflict> conflicts)
    {
        var holds = new Dictionary<RowVersion, bool>();
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            var facts = batch.Entries[i].Request.Facts;
            for (var n = 0; n < facts.Count; n++)
            {
                if (!holds.TryGetValue(facts[n], out var held))
                {
                    holds.Add(facts[n], held = Version(writer, facts[n].Id) == facts[n].Version);
                }
                if (!held)
                {
                    conflicts.Add(new(i, TakenKey: null));
                }
            }
        }
    }

    private static long Version(SqliteWriter writer, string id) =>
        writer[SqliteSql.Version].Bind(id).Single(static row => raw.sqlite3_column_int64(row, 0));

    private static void Keys(SqliteWriter writer, BookBatch batch, List<EntryConflict> conflicts)
    {
        foreach (var entry in batch.Entries)
        {
            foreach (var key in entry.Request.Frees)
            {
                writer[SqliteSql.FreeKey].Bind(key).Bind(batch.Book).Run();
            }
        }
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            var entry = batch.Entries[i];
            foreach (var (key, value) in entry.Keys)
            {
                if (writer[SqliteSql.TakeKey].Bind(key).Bind(value).Bind(batch.Book).Bind(entry.Seq).Run() == 0)
                {
                    conflicts.Add(new(i, key));
                }
            }
        }
    }

    private static void Rows(SqliteWriter writer, BookBatch batch, List<EntryConflict> conflicts)
    {
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            foreach (var write in batch.Entries[i].Request.Rows)
            {
                if (Row(writer, batch.Entries[i], write) == 0)
                {
                    conflicts.Add(new(i, TakenKey: null));
                }
            }
        }
    }

    private static int Row(SqliteWriter writer, NumberedEntry entry, RowWrite write)
    {
        var row = write.Row;
        var at = entry.Request.At.UnixMicroseconds;
        if (write.ExpectedVersion == 0)
        {
            var insert = writer[SqliteSql.NewRow].Bind(row.Id).Bind(row.Kind).Bind(row.Parent).Bind(entry.Request.Book)
                .Bind(entry.Seq).Bind(entry.Seq).Bind(at);
            return Columns(insert, row).Run();
        }
        var update = writer[SqliteSql.ChangeRow].Bind(entry.Seq).Bind(at).Bind(row.Parent);
        return Columns(update, row).Bind(row.Id).Bind(write.ExpectedVersion).Run();
    }

    private static SqliteStatement Columns(SqliteStatement statement, StateRow row) => statement
        .Bind(row.Status).Bind(row.Fund).Bind(row.Enterprise).Bind(row.Provider).Bind(row.Claim)
        .Bind(row.Amount?.Fen).Bind(row.Amount2?.Fen).Bind(row.Amount3?.Fen).Bind(StateColumns.Iso(row.Due)).Bind(row.Body);

    private static void Entry(SqliteWriter writer, NumberedEntry entry)
    {
        var request = entry.Request;
        writer[SqliteSql.Entry]
            .Bind(request.Book).Bind(entry.Seq).Bind(request.At.UnixMicroseconds).Bind(entry.RecordedMicroseconds).Bind(request.Actor)
            .Bind(request.CommandId).Bind(request.BodyHash)
            .Bind(request.Cause?.Book).Bind(request.Cause?.Seq).Bind(request.Cause?.N)
            .Bind(request.Aggregate).Bind(request.Event).Bind(request.Data)
            .Bind(NumberedEntry.Currency).Bind(DomainJson.Store(entry.Accounts))
            .Bind(DomainJson.Store(entry.Amounts)).Bind(entry.MessagesJson)
            .Bind(request.Obligation?.KindName).Bind(request.Obligation?.Counterparty).Bind(request.Obligation?.Amount.Fen)
            .Bind(entry.Hash)
            .Run();
        foreach (var personal in request.Personal)
        {
            writer[SqliteSql.Personal].Bind(personal.Hash).Bind(personal.Kind).Bind(personal.Value).Run();
        }
    }

    private static void Checkpoint(SqliteWriter writer, BookBatch batch)
    {
        if (batch.Checkpoint is null)
        {
            return;
        }
        foreach (var (account, fen) in batch.Checkpoint)
        {
            writer[SqliteSql.Balance].Bind(batch.Book).Bind(account).Bind(fen).Run();
        }
        writer[SqliteSql.Checkpoint].Bind(batch.Book).Bind(batch.ToSeq).Run();
    }
}
