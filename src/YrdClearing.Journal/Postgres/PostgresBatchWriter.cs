using System.Collections.Concurrent;
using Npgsql;

namespace YrdClearing.Journal.Postgres;

/// <summary>
/// Writes the batches of several books in one transaction. When a book is fenced or an entry is in conflict, the server has rolled all of
/// it back: then the offending batches are found by reading, answered, and the others written without them. When reading finds nothing, or
/// the server says something else against a statement, the batches go one by one: one that it cannot take, for whatever is wrong with its
/// book, then fails alone.
/// </summary>
internal sealed class PostgresBatchWriter
{
    /// <summary>Rounds in a row in which no batch gets a result, before a transaction that others keep disturbing is given up.</summary>
    private const int MaxRounds = 50;

    /// <summary>Of an error after which the connection goes on.</summary>
    private const string ErrorSeverity = "ERROR";

    // At most as many as there are transactions at the same time.
    private readonly ConcurrentBag<PostgresBatch> _idle = [];

    /// <summary>One result a batch. After an exception the outcome of all of them is unknown.</summary>
    public async Task<IReadOnlyList<BatchResult>> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<BookBatch> batches, string? mayWriteWhile, CancellationToken cancellation)
    {
        var results = new BatchResult?[batches.Count];
        var (rounds, oneByOne) = (0, false);
        while (Array.Exists(results, r => r is null))
        {
            var left = Enumerable.Range(0, batches.Count).Where(i => results[i] is null).ToList();
            var statements = _idle.TryTake(out var idle) ? idle : new();
            // Two books of one process that take the same key go one after the other: the later one then meets the earlier one's row.
            var now = (oneByOne ? left[..1] : left).FindAll(i => statements.TryAdd(batches[i]));
            var refusal = await TryWriteAsync(connection, statements, mayWriteWhile, cancellation).ConfigureAwait(false);
            if (refusal is null)
            {
                now.ForEach(i => results[i] = BatchResult.Written);
            }
            else if (MayBeAnswered(refusal))
            {
                foreach (var i in now)
                {
                    results[i] = await ExamineAsync(connection, batches[i], mayWriteWhile, cancellation).ConfigureAwait(false);
                }
            }
            else if (now.Count == 1 && !GaveWay(refusal))
            {
                results[now[0]] = BatchResult.Failed(refusal);
            }
            if (now.Exists(i => results[i] is not null))
            {
                rounds = 0;
                continue;
            }
            rounds++;
            if (rounds == MaxRounds && now.Count == 1)
            {
                results[now[0]] = BatchResult.Failed(new InvalidOperationException(
                    $"A batch of book {batches[now[0]].Book} could not be written in {MaxRounds} rounds.", refusal));
            }
            oneByOne |= rounds == MaxRounds || !GaveWay(refusal!);
            rounds %= MaxRounds;
        }
        return results!;
    }

    /// <summary>Null when it is written, else why the server has rolled it back.</summary>
    private async Task<PostgresException?> TryWriteAsync(
        NpgsqlConnection connection, PostgresBatch statements, string? mayWriteWhile, CancellationToken cancellation)
    {
        try
        {
            await using var all = statements.Build(connection, mayWriteWhile);
            await all.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
        catch (PostgresException e) when (IsRolledBack(e))
        {
            return e;
        }
        // Only now is it certain that nothing of it is still being sent; after a failure it is left to the collector.
        statements.Clear();
        _idle.Add(statements);
        return null;
    }

    /// <summary>
    /// True for an error after which the server has certainly rolled the transaction back and goes on as before. When it goes down, breaks
    /// the connection off or is out of room, the batches beside the one whose statement it was fare no better, and the last word may be lost.
    /// </summary>
    private static bool IsRolledBack(PostgresException e) =>
        e.InvariantSeverity == ErrorSeverity
        && e.SqlState is not (PostgresErrorCodes.StatementCompletionUnknown or ['0', '8', ..] or ['5', '3' or '7' or '8', ..]);

    /// <summary>
    /// True when reading may find out which batches it is about. Not for an entry whose place is taken: the head has moved in this very
    /// transaction, so it was where the batch has it, behind the book's own entries.
    /// </summary>
    private static bool MayBeAnswered(PostgresException e) =>
        e.SqlState == PostgresSql.MissedState
        || (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName != PostgresSql.EntryTable);

    /// <summary>True when the server chose this transaction to give way to another.</summary>
    private static bool GaveWay(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>What stands against a batch that was rolled back; null when nothing does (any more) and it may be tried again.</summary>
    private static async Task<BatchResult?> ExamineAsync(
        NpgsqlConnection connection, BookBatch batch, string? mayWriteWhile, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(connection, batch, mayWriteWhile, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException e) when (IsRolledBack(e))
        {
            // What it is compared with cannot be read.
            return BatchResult.Failed(e);
        }
    }

    private static async Task<BatchResult?> FindAsync(
        NpgsqlConnection connection, BookBatch batch, string? mayWriteWhile, CancellationToken cancellation)
    {
        var keys = batch.Entries.SelectMany(e => e.Keys).Select(k => k.Key).ToArray();
        var ids = batch.Entries.SelectMany(e => e.Request.Rows.Select(r => r.Row.Id).Concat(e.Request.Facts.Select(f => f.Id)))
            .Distinct(StringComparer.Ordinal).ToArray();
        await using var all = new NpgsqlBatch(connection);
        all.BatchCommands.Add(new($"SELECT {mayWriteWhile ?? "TRUE"}"));
        all.BatchCommands.Add(Asking(PostgresSql.Heads, batch.Book));
        all.BatchCommands.Add(Asking(PostgresSql.TakenKeys, keys));
        all.BatchCommands.Add(Asking(PostgresSql.Versions, ids));
        await using var reader = await all.ExecuteReaderAsync(cancellation).ConfigureAwait(false);

        var mine = await reader.ReadAsync(cancellation).ConfigureAwait(false) && reader.GetBoolean(0)
            && await reader.NextResultAsync(cancellation).ConfigureAwait(false)
            && await reader.ReadAsync(cancellation).ConfigureAwait(false)
            && reader.GetInt64(1) == batch.FromSeq && reader.GetInt64(2) == batch.Epoch;
        if (!mine)
        {
            return BatchResult.Fenced;
        }
        var holders = await ReadAsync(reader, r => r.GetString(1), cancellation).ConfigureAwait(false);
        var versions = await ReadAsync(reader, r => r.GetInt64(1), cancellation).ConfigureAwait(false);
        var conflicts = Conflicts(batch, holders, versions).ToList();
        return conflicts.Count > 0 ? new(BatchStatus.Conflict, conflicts) : null;
    }

    private static NpgsqlBatchCommand Asking(string sql, params string[] ids) =>
        new(sql) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = ids } } };

    private static IEnumerable<EntryConflict> Conflicts(
        BookBatch batch, Dictionary<string, string> holders, Dictionary<string, long> versions)
    {
        // What the batch itself frees is free before it takes anything; a book frees only its own keys.
        foreach (var key in batch.Entries.SelectMany(e => e.Request.Frees).Where(k => holders.GetValueOrDefault(k) == batch.Book))
        {
            holders.Remove(key);
        }
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            foreach (var (key, _) in batch.Entries[i].Keys)
            {
                if (holders.ContainsKey(key))
                {
                    yield return new(i, key);
                }
            }
            var request = batch.Entries[i].Request;
            if (request.Rows.Any(w => versions.GetValueOrDefault(w.Row.Id) != w.ExpectedVersion)
                || request.Facts.Any(f => versions.GetValueOrDefault(f.Id) != f.Version))
            {
                yield return new(i, TakenKey: null);
            }
        }
    }

    private static async Task<Dictionary<string, T>> ReadAsync<T>(
        NpgsqlDataReader reader, Func<NpgsqlDataReader, T> value, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        var rows = new Dictionary<string, T>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add(reader.GetString(0), value(reader));
        }
        return rows;
    }
}
