using System.Collections.Concurrent;
using Npgsql;

namespace YrdClearing.Journal.Postgres;

/// <summary>
/// Writes the batches of several books in one transaction. When a book is fenced or an entry is in conflict, the server has rolled all of
/// it back: then the offending batches are found by reading, answered, and the others written without them.
/// </summary>
internal sealed class PostgresBatchWriter
{
    /// <summary>Rounds before a transaction that others keep disturbing is given up.</summary>
    private const int MaxRounds = 50;

    // At most as many as there are transactions at the same time.
    private readonly ConcurrentBag<PostgresBatch> _idle = [];

    public async Task<IReadOnlyList<BatchResult>> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<BookBatch> batches, string? mayWriteWhile, CancellationToken cancellation)
    {
        var results = new BatchResult?[batches.Count];
        for (var round = 0; round < MaxRounds; round++)
        {
            var left = Enumerable.Range(0, batches.Count).Where(i => results[i] is null).ToList();
            if (left.Count == 0)
            {
                return results!;
            }
            var statements = _idle.TryTake(out var idle) ? idle : new();
            // Two books of one process that take the same key go one after the other: the later one then meets the earlier one's row.
            var now = left.FindAll(i => statements.TryAdd(batches[i]));
            try
            {
                await using var all = statements.Build(connection, mayWriteWhile);
                await all.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                // Only now is it certain that nothing of it is still being sent; after a failure it is left to the collector.
                statements.Clear();
                _idle.Add(statements);
                now.ForEach(i => results[i] = BatchResult.Written);
            }
            catch (PostgresException e) when (e.SqlState is PostgresSql.MissedState or PostgresErrorCodes.UniqueViolation)
            {
                foreach (var i in now)
                {
                    results[i] = await ExamineAsync(connection, batches[i], mayWriteWhile, cancellation).ConfigureAwait(false);
                }
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // The server chose this transaction to give way and has rolled it back.
            }
        }
        throw new InvalidOperationException($"{batches.Count} batches could not be written in {MaxRounds} rounds.");
    }

    /// <summary>What stands against a batch; null when nothing does (any more) and it may be tried again.</summary>
    private static async Task<BatchResult?> ExamineAsync(
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
