using Npgsql;
using YrdClearing.Journal;
using YrdClearing.Server.Verify;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// The journal of an <see cref="OpenNetwork"/> on PostgreSQL. Each change is made in place and undone from a copy beside it: a database of
/// its own for each would take longer to make than to verify.
/// </summary>
public sealed class OpenPostgresJournal : IAsyncLifetime
{
    /// <summary>What is changed need not outlive the server.</summary>
    private const string Unsafe = "-c synchronous_commit=off";

    private readonly PostgresDatabase _database = new();
    private IReadOnlyList<TamperedTable> _tables = [];
    private NpgsqlDataSource _source = null!;
    private JournalStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync();
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.Options.Postgres) { Options = Unsafe });
        await OpenNetwork.PlayAsync(_database.Options, ChangeAsync);
        await using (var connection = await OpenAsync())
        {
            _tables = new TamperedTables(connection).All();
        }
        await ChangeAsync("CREATE SCHEMA kept; " + string.Join("; ", _tables.Select(t => $"CREATE TABLE kept.{t.Name} AS TABLE {t.Name}")));
        _store = await JournalStores.OpenAsync(_database.Options with { Write = false }, TimeProvider.System, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
        await _database.DisposeAsync();
    }

    /// <summary>An open connection to the journal's database.</summary>
    public async Task<NpgsqlConnection> OpenAsync() => await _source.OpenConnectionAsync(Stop);

    public Task<VerifyReport> VerifyAsync() => Verification.RunAsync(_store, [], Stop);

    /// <summary>What verify reports of the journal with a change, which is then undone; null when the database refuses it.</summary>
    internal async Task<VerifyReport?> VerifyChangedAsync(string sql)
    {
        try
        {
            await ChangeAsync(sql);
        }
        catch (PostgresException e) when (IsRefusal(e.SqlState))
        {
            return null;
        }
        try
        {
            return await VerifyAsync();
        }
        finally
        {
            await ChangeAsync(string.Join("; ", _tables.Select(Undone)));
        }
    }

    /// <summary>Rows of all tables that are not as they were.</summary>
    public async Task<long> DifferencesAsync()
    {
        await using var command = _source.CreateCommand("SELECT " + string.Join(" + ", _tables.Select(t =>
            $"(SELECT count(*) FROM ({Others(t.Name, $"kept.{t.Name}")} UNION ALL {Others($"kept.{t.Name}", t.Name)}) AS d)")));
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A constraint of the schema, or a value that no column of its type can hold.</summary>
    private static bool IsRefusal(string state) =>
        state.StartsWith("23", StringComparison.Ordinal) || state == PostgresErrorCodes.NumericValueOutOfRange;

    /// <summary>Only rows that were changed are written: what is written is dead weight for all that follow.</summary>
    private static string Undone(TamperedTable table) =>
        $"""
        DELETE FROM {table.Name} WHERE ({table.KeyList}) IN (SELECT {table.KeyList} FROM ({Others(table.Name, $"kept.{table.Name}")}) AS d);
        INSERT INTO {table.Name} {Others($"kept.{table.Name}", table.Name)}
        """;

    /// <summary>Rows of one table that another has not; twice the same is another.</summary>
    private static string Others(string table, string other) => $"(TABLE {table} EXCEPT ALL TABLE {other})";

    private async Task ChangeAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
