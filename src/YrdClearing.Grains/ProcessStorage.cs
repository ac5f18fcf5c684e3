using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// Orleans' own storage, for process state that is not money: on SQLite a file beside the journal, on PostgreSQL tables beside it.
/// </summary>
internal static class ProcessStorage
{
    /// <summary>
    /// Orleans knows SQLite by the name of another provider. The name is mapped to Microsoft.Data.Sqlite; the provider of that name must
    /// never be added: two native copies of SQLite on one file corrupt it.
    /// </summary>
    private const string SqliteInvariant = "System.Data.SQLite";

    private const string PostgresInvariant = "Npgsql";

    /// <summary>Orleans' own connections of one silo, at most: members, directory, reminders.</summary>
    private const int MaxConnections = 16;

    public static (string Invariant, string ConnectionString) Of(StoreOptions options)
    {
        if (options.Postgres is { } postgres)
        {
            DbProviderFactories.RegisterFactory(PostgresInvariant, NpgsqlFactory.Instance);
            var settings = new NpgsqlConnectionStringBuilder(postgres);
            settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, MaxConnections);
            return (PostgresInvariant, settings.ToString());
        }
        DbProviderFactories.RegisterFactory(SqliteInvariant, SqliteFactory.Instance);
        var file = Path.Combine(options.DataFolder!, "process.db");
        return (SqliteInvariant, new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString());
    }

    /// <summary>
    /// Creates the tables and queries that Orleans expects, harmless when they are there, and clears the cluster of members that died here.
    /// </summary>
    public static async Task PrepareAsync(StoreOptions options, SiloEndpoint endpoint, CancellationToken cancellation)
    {
        var (invariant, connectionString) = Of(options);
        await using var connection = DbProviderFactories.GetFactory(invariant).CreateConnection()!;
        connection.ConnectionString = connectionString;
        await connection.OpenAsync(cancellation);
        if (options.Postgres is null)
        {
            // Without WAL two writers that both hold a shared lock wait for each other until they time out, each blocking a thread.
            await using var wal = connection.CreateCommand();
            wal.CommandText = "PRAGMA journal_mode = WAL;";
            await wal.ExecuteNonQueryAsync(cancellation);
        }
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = options.Postgres is null
            ? Script("process-sqlite.sql")
            : Script("process-postgres.sql") + Script("process-postgres-cluster.sql");
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (options.Postgres is not null)
        {
            await DeadNeighbours.DeclareAsync(connection, endpoint.Address, cancellation);
        }
    }

    private static string Script(string name)
    {
        using var stream = typeof(ProcessStorage).Assembly.GetManifestResourceStream($"YrdClearing.Grains.Schema.{name}")
            ?? throw new InvalidOperationException($"The schema {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
