using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <summary>A journal of its own for a test class. Tests share it, each with a book and ids that no other test uses.</summary>
public abstract class JournalDatabase : IAsyncLifetime
{
    private int _books;

    public abstract StoreOptions Options { get; }

    public JournalStore Store { get; private set; } = null!;

    public Committer Committer { get; private set; } = null!;

    /// <summary>A fund's book that no test has used yet; its region makes ids unique too.</summary>
    public string NextBook() => "fund:" + (100_000 + Interlocked.Increment(ref _books)).ToString(CultureInfo.InvariantCulture);

    public virtual async ValueTask InitializeAsync()
    {
        Store = await JournalStores.OpenAsync(Options, TimeProvider.System, CancellationToken.None);
        Committer = new(Store);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Store is not null)
        {
            await Committer.DisposeAsync();
            await Store.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the journal and opens it again, as after a restart.</summary>
    public async Task ReopenAsync()
    {
        await Committer.DisposeAsync();
        await Store.DisposeAsync();
        Store = await JournalStores.OpenAsync(Options, TimeProvider.System, CancellationToken.None);
        Committer = new(Store);
    }

    /// <summary>Runs a statement behind the journal's back.</summary>
    public abstract Task ExecuteAsync(string sql);

    /// <summary>What books and outboxes run on, as on a grain's scheduler.</summary>
    internal Turns Turns { get; } = new();

    public Task<Book> OpenBookAsync(string book, TimeProvider? clock = null) =>
        Turns.Run(() => Book.OpenAsync(book, Store, Committer, clock ?? TimeProvider.System, CancellationToken.None));
}

/// <summary>The embedded journal in a temporary folder.</summary>
public sealed class SqliteDatabase : JournalDatabase
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("yrd-journal-").FullName;

    public override StoreOptions Options => new(Folder, Postgres: null, Write: true);

    public override async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "journal.db")};Pooling=False");
        await connection.OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A new database in the private cluster that ops/test.sh starts.</summary>
public sealed class PostgresDatabase : JournalDatabase
{
    private const string Variable = "YRD_TEST_POSTGRES";

    private readonly string _name = "journal_" + Guid.NewGuid().ToString("N");
    private bool _created;

    public override StoreOptions Options =>
        new(DataFolder: null, new NpgsqlConnectionStringBuilder(Admin) { Database = _name }.ToString(), Write: true);

    private static string Admin => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } admin
        ? admin
        : throw new InvalidOperationException($"Set {Variable} to an admin connection string of a test cluster (ops/test.sh does).");

    public override Task ExecuteAsync(string sql) => ExecuteAsync(Options.Postgres!, sql);

    /// <summary>The bare database, for tests that open the journal themselves.</summary>
    public async Task CreateAsync()
    {
        await ExecuteAsync(Admin, $"CREATE DATABASE {_name}");
        _created = true;
    }

    public override async ValueTask InitializeAsync()
    {
        await CreateAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_created)
        {
            await ExecuteAsync(Admin, $"DROP DATABASE {_name} WITH (FORCE)");
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
