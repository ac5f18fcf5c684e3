using System.Data.Common;
using Npgsql;

namespace YrdClearing.Journal.Postgres;

/// <summary>The journal on PostgreSQL. Any number of processes may write; each book has one writer at a time.</summary>
internal sealed class PostgresStore : SqlStore
{
    /// <summary>Statements that a connection keeps prepared.</summary>
    private const int MaxPrepared = 100;

    private readonly NpgsqlDataSource _reads;
    private readonly NpgsqlDataSource? _writes;

    private PostgresStore(NpgsqlDataSource reads, NpgsqlDataSource? writes)
    {
        _reads = reads;
        _writes = writes;
    }

    public override bool IsPostgres => true;

    protected override string Among => PostgresSql.Among;

    /// <exception cref="JournalMissingException">There is no journal to read.</exception>
    public static async Task<PostgresStore> OpenAsync(string connectionString, bool write, CancellationToken cancellation)
    {
        if (write)
        {
            await UpgradeAsync(connectionString, cancellation).ConfigureAwait(false);
        }
        var reads = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = MaxPrepared });
        if (!write)
        {
            await using var command = reads.CreateCommand(PostgresSql.HasJournal);
            if (await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is not true)
            {
                await reads.DisposeAsync().ConfigureAwait(false);
                throw new JournalMissingException("There is no journal in the database.");
            }
            return new(reads, writes: null);
        }
        var writer = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = MaxPrepared, NoResetOnClose = true };
        writer.Options = $"{writer.Options} {PostgresSql.WriterOptions}".Trim();
        return new(reads, NpgsqlDataSource.Create(writer));
    }

    internal override async Task<BookHead> ClaimAsync(string book, CancellationToken cancellation)
    {
        await using var command = Others.CreateCommand(PostgresSql.Claim);
        command.Parameters.Add(new() { Value = book });
        command.Parameters.Add(new() { Value = CanonicalEntry.FirstHash });
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await reader.ReadAsync(cancellation).ConfigureAwait(false);
        return new(book, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
    }

    internal override async Task<IReadOnlyList<BatchResult>> WriteAsync(IReadOnlyList<BookBatch> batches, CancellationToken cancellation)
    {
        await using var connection = await Writes.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await PostgresBatchWriter.WriteAsync(connection, batches, cancellation).ConfigureAwait(false);
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

    public override async Task<DbConnection> OpenReadAsync(CancellationToken cancellation) =>
        await _reads.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    public override async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync().ConfigureAwait(false);
        if (_writes is not null)
        {
            await _writes.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override object List(IReadOnlyCollection<string> texts) => texts.ToArray();

    private NpgsqlDataSource Writes => _writes ?? throw new InvalidOperationException("The journal was opened for reading.");

    /// <summary>
    /// For writes that are not batches: they leave the writer's one connection, with all it has prepared, to the committer.
    /// </summary>
    private NpgsqlDataSource Others => _writes is null ? Writes : _reads;

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
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString();
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        // Held until the connection closes.
        await using var command = new NpgsqlCommand(PostgresSql.LockUpgrade, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await Task.Run(() => SchemaUpgrade.Postgres(unpooled), cancellation).ConfigureAwait(false);
    }
}
