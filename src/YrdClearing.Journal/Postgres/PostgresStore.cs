using System.Data.Common;
using Dapper;
using Npgsql;

namespace YrdClearing.Journal.Postgres;

/// <summary>The journal on PostgreSQL. Any number of processes may write; each book has one writer at a time.</summary>
internal sealed class PostgresStore : SqlStore
{
    /// <summary>Statements that a connection keeps prepared.</summary>
    private const int MaxPrepared = 100;

    // Ten minutes: what reads for longer has to be ended first.
    private const int UpgradeAttempts = 120;
    private static readonly TimeSpan BetweenUpgradeAttempts = TimeSpan.FromSeconds(4);

    /// <summary>A claim that has to wait so long looks at whom it waits for.</summary>
    private static readonly TimeSpan ClaimPatience = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _reads;
    private readonly NpgsqlDataSource _lookups;
    private readonly NpgsqlDataSource? _claims;
    private readonly NpgsqlDataSource? _writes;
    private readonly PostgresBatchWriter _batches = new();
    private readonly GatheredReads<StateColumns> _rows;
    private readonly GatheredReads<KeyColumns> _keys;

    private PostgresStore(NpgsqlDataSource reads, NpgsqlDataSource lookups, NpgsqlDataSource? claims, NpgsqlDataSource? writes)
    {
        _reads = reads;
        _lookups = lookups;
        _claims = claims;
        _writes = writes;
        _rows = new(ReadRowsAsync);
        _keys = new(ReadKeysAsync);
    }

    public override bool IsPostgres => true;

    // Connections of one silo, at most: with Orleans' own 72, and three silos fit into a server that allows 300. What waits for one
    // longer than the connection string's timeout is unavailable. Clients' reads may take any time and have theirs to themselves; look-ups
    // are short, and books' writers wait for them. A claim may have to wait for a transaction of another silo, and what ends such a
    // transaction is a look-up: so claims take none of theirs.
    private const int MaxReading = 24;
    private const int MaxLookingUp = 16;
    private const int MaxClaiming = 8;
    private const int MaxWriting = 8;

    protected override string Among => PostgresSql.Among;

    /// <exception cref="JournalMissingException">There is no journal to read.</exception>
    public static async Task<PostgresStore> OpenAsync(string connectionString, bool write, CancellationToken cancellation)
    {
        if (write)
        {
            await UpgradeAsync(connectionString, cancellation).ConfigureAwait(false);
        }
        var plain = With(connectionString, PostgresSql.Options);
        plain.MaxAutoPrepare = MaxPrepared;
        var byIndex = With(plain.ToString(), PostgresSql.WriterOptions);
        byIndex.NoResetOnClose = true;
        var reads = Source("reads", plain, MaxReading);
        var lookups = Source("lookups", byIndex, MaxLookingUp);
        if (write)
        {
            return new(reads, lookups, Source("claims", byIndex, MaxClaiming), Source("writes", byIndex, MaxWriting));
        }
        var store = new PostgresStore(reads, lookups, claims: null, writes: null);
        try
        {
            await using var connection = await store.OpenReadAsync(cancellation).ConfigureAwait(false);
            if (!await connection.ExecuteScalarAsync<bool>(PostgresSql.HasJournal).ConfigureAwait(false))
            {
                throw new JournalMissingException("There is no journal in the database.");
            }
            SchemaUpgrade.RefuseNewer(await connection.QueryAsync<string>(PostgresSql.Scripts).ConfigureAwait(false));
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder With(string connectionString, string options)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Options = $"{settings.Options} {options}".Trim();
        return settings;
    }

    /// <param name="name">What metrics call it.</param>
    /// <param name="settings">How the database is reached.</param>
    /// <param name="maxConnections">At most, whatever the settings allow.</param>
    private static NpgsqlDataSource Source(string name, NpgsqlConnectionStringBuilder settings, int maxConnections)
    {
        var limited = new NpgsqlConnectionStringBuilder(settings.ToString()) { MaxPoolSize = Math.Min(settings.MaxPoolSize, maxConnections) };
        return new NpgsqlDataSourceBuilder(limited.ToString()) { Name = name }.Build();
    }

    internal override async Task<BookHead> ClaimAsync(string book, CancellationToken cancellation)
    {
        await RequireWriterAsync().ConfigureAwait(false);
        await using var connection = await Claims.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var claimer = connection.ProcessID;
        var claim = ClaimAsync(connection, book, cancellation);
        await Task.WhenAll(claim, EndPausedAsync(claimer, claim, cancellation)).ConfigureAwait(false);
        return await claim.ConfigureAwait(false);
    }

    internal override async Task<IReadOnlyList<BatchResult>> WriteAsync(IReadOnlyList<BookBatch> batches, CancellationToken cancellation)
    {
        await using var connection = await Writes.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await _batches.WriteAsync(connection, batches, MayWriteWhile, cancellation).ConfigureAwait(false);
    }

    public override async Task RequireWriterAsync()
    {
        if (MayWriteWhile is null)
        {
            return;
        }
        await using var command = _lookups.CreateCommand($"SELECT {MayWriteWhile}");
        if (await command.ExecuteScalarAsync().ConfigureAwait(false) is not true)
        {
            throw new WriterExpelledException();
        }
    }

    public override Task RecordReplayedAsync(string file, string hash, IReadOnlyList<ReplayedLine> lines, CancellationToken cancellation) =>
        ExecuteAsync(
            PostgresSql.Replayed,
            cancellation,
            file,
            hash,
            lines.Select(l => (long)l.Line).ToArray(),
            lines.Select(l => l.Command).ToArray(),
            lines.Select(l => l.Outcome).ToArray(),
            lines.Select(l => l.Book).ToArray(),
            lines.Select(l => l.Seq).ToArray());

    public override Task SetMetaAsync(string name, string value, CancellationToken cancellation) =>
        ExecuteAsync(PostgresSql.Meta, cancellation, name, value);

    public override async Task<string> AddMetaAsync(string name, string value, CancellationToken cancellation)
    {
        await ExecuteAsync(PostgresSql.AddMeta, cancellation, name, value).ConfigureAwait(false);
        return (await MetaAsync(name, cancellation).ConfigureAwait(false))!;
    }

    public override async Task<TimeSpan> ClockAheadAsync(TimeProvider clock, CancellationToken cancellation)
    {
        await using var command = _lookups.CreateCommand(PostgresSql.Now);
        var before = clock.GetUtcNow();
        var theirs = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!);
        return before + ((clock.GetUtcNow() - before) / 2) - theirs;
    }

    public override async Task<DbConnection> OpenReadAsync(CancellationToken cancellation) =>
        await _reads.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    public override async Task<IReadOnlyList<StoredKey>> FindKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(keys.Distinct(StringComparer.Ordinal).Select(_keys.AskAsync)).WaitAsync(cancellation)
            .ConfigureAwait(false);
        return [.. rows.SelectMany(r => r).Select(k => k.ToStoredKey())];
    }

    public override async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync().ConfigureAwait(false);
        await _lookups.DisposeAsync().ConfigureAwait(false);
        if (_claims is not null)
        {
            await _claims.DisposeAsync().ConfigureAwait(false);
        }
        if (_writes is not null)
        {
            await _writes.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override async Task<DbConnection> OpenForWriterAsync(CancellationToken cancellation) =>
        await _lookups.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    protected override async Task<DbConnection> OpenForClaimAsync(CancellationToken cancellation) =>
        await Claims.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    protected override async Task TryTakeKeyAsync(StoredKey key, CancellationToken cancellation)
    {
        await using var command = _lookups.CreateCommand(PostgresSql.TryTakeKey);
        command.Parameters.Add(new() { Value = key.Key });
        command.Parameters.Add(new() { Value = key.Value });
        command.Parameters.Add(new() { Value = key.Book });
        command.Parameters.Add(new() { Value = key.Seq });
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    protected override Task<IEnumerable<StateColumns>> RowsAsync(string aggregate, CancellationToken cancellation) =>
        _rows.AskAsync(aggregate).WaitAsync(cancellation);

    protected override object List(IReadOnlyCollection<string> texts) => texts.ToArray();

    private NpgsqlDataSource Writes => Writing(_writes);

    private NpgsqlDataSource Claims => Writing(_claims);

    /// <summary>
    /// For writes that are neither batches nor claims: they leave the writer's one connection, with all it has prepared, to the committer.
    /// </summary>
    private NpgsqlDataSource Others => _writes is null ? Writes : _reads;

    private static NpgsqlDataSource Writing(NpgsqlDataSource? source) =>
        source ?? throw new InvalidOperationException("The journal was opened for reading.");

    private static async Task<BookHead> ClaimAsync(NpgsqlConnection connection, string book, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PostgresSql.Claim, connection);
        command.Parameters.Add(new() { Value = book });
        command.Parameters.Add(new() { Value = CanonicalEntry.FirstHash });
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await reader.ReadAsync(cancellation).ConfigureAwait(false);
        return new(book, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetInt64(3));
    }

    /// <summary>
    /// Ends the transactions that a claim waits for and whose clients send nothing, for as long as it waits. What is undone was acknowledged
    /// to nobody; a writer that goes on learns that its connection broke, which is an unknown outcome, and finds its book fenced.
    /// </summary>
    private async Task EndPausedAsync(int claimer, Task claim, CancellationToken cancellation)
    {
        while (await Task.WhenAny(claim, Task.Delay(ClaimPatience, cancellation)).ConfigureAwait(false) != claim)
        {
            await using var command = _lookups.CreateCommand(PostgresSql.EndPaused);
            command.Parameters.Add(new() { Value = claimer });
            command.Parameters.Add(new() { Value = ClaimPatience });
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ILookup<string, StateColumns>> ReadRowsAsync(string[] aggregates)
    {
        var asked = aggregates.ToHashSet(StringComparer.Ordinal);
        await using var connection = await _lookups.OpenConnectionAsync().ConfigureAwait(false);
        var rows = await connection.QueryAsync<StateColumns>(PostgresSql.Load, new { list = aggregates }).ConfigureAwait(false);
        return rows.DistinctBy(r => r.Id)
            .SelectMany(r => new[] { r.Id, r.Parent }.Where(a => a is not null && asked.Contains(a)).Select(a => (Aggregate: a!, Row: r)))
            .ToLookup(p => p.Aggregate, p => p.Row);
    }

    private async Task<ILookup<string, KeyColumns>> ReadKeysAsync(string[] keys)
    {
        await using var connection = await _lookups.OpenConnectionAsync().ConfigureAwait(false);
        var sql = ReadSql.Keys.Replace("{among}", Among, StringComparison.Ordinal);
        return (await connection.QueryAsync<KeyColumns>(sql, new { list = keys }).ConfigureAwait(false)).ToLookup(k => k.Key);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = Others.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task UpgradeAsync(string connectionString, CancellationToken cancellation)
    {
        // Whoever upgrades and vanishes with its machine holds the others up for no longer than the server takes to see it.
        var settings = With(connectionString, PostgresSql.Options);
        settings.Pooling = false;
        var unpooled = settings.ToString();
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        // Held until the connection closes.
        await using var command = new NpgsqlCommand(PostgresSql.LockUpgrade, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        settings = With(unpooled, PostgresSql.UpgradeOptions);
        settings.CommandTimeout = 0;
        for (var left = UpgradeAttempts; ; left--)
        {
            try
            {
                await Task.Run(() => SchemaUpgrade.Postgres(settings.ToString()), cancellation).ConfigureAwait(false);
                return;
            }
            catch (InvalidDataException e)
                when (left > 1 && e.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
            {
                await Task.Delay(BetweenUpgradeAttempts, cancellation).ConfigureAwait(false);
            }
        }
    }
}
