using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Replay;

/// <summary>Data of its own for one test, on the named database, as options of the command line.</summary>
public sealed class ReplayData : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-replay-").FullName;
    private PostgresDatabase? _postgres;

    private ReplayData()
    {
    }

    /// <summary>A folder for the test's files.</summary>
    public string Folder => _folder;

    public string[] Options => _postgres is null
        ? ["--data", Path.Combine(_folder, "data")]
        : ["--postgres", _postgres.Options.Postgres!];

    /// <summary>The same for reading within the test's process.</summary>
    public StoreOptions Store => _postgres is null
        ? new(Path.Combine(_folder, "data"), null, Write: false)
        : _postgres.Options with { Write = false };

    public static async Task<ReplayData> CreateAsync(string database)
    {
        var data = new ReplayData();
        if (database == Postgres)
        {
            data._postgres = new();
            await data._postgres.CreateAsync();
        }
        return data;
    }

    /// <summary>A scenario file of the test.</summary>
    public string Write(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
