using System.Diagnostics;
using Npgsql;

namespace YrdClearing.Benchmarks.Databases;

/// <summary>
/// A PostgreSQL of the benchmark's own (ops/postgres.sh): Unix socket, fsync on. Its memory and its write-ahead log are those of a small
/// database server, so that no checkpoint falls into one measurement and not into its neighbour. It makes the segments of its log without
/// filling them with zeros: a server that has run for a while uses its old ones again, a new one would stop all commits for 30 to 150 ms
/// with each 16 MB.
/// </summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Settings =
        "-c shared_buffers=2GB -c max_wal_size=16GB -c checkpoint_timeout=30min -c wal_init_zero=off -c max_connections=600";

    private readonly string? _folder;
    private readonly string _admin;

    private PostgresCluster(string? folder, string admin)
    {
        _folder = folder;
        _admin = admin;
    }

    /// <summary>How its owner connects to it.</summary>
    public string Admin => _admin;

    /// <summary>A cluster that another process has started and stops.</summary>
    public static PostgresCluster At(string admin) => new(null, admin);

    public static async Task<PostgresCluster> StartAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("ops/postgres.sh needs a Unix.");
        }
        var folder = Directory.CreateTempSubdirectory("yrd-bench-").FullName;
        // The cluster's own user passes through.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        var admin = await ScriptAsync("start", Path.Combine(folder, "pg"));
        return new(folder, admin);
    }

    /// <summary>Makes a database and returns how to connect to it.</summary>
    public async Task<string> CreateAsync(string name)
    {
        await ExecuteAsync(_admin, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_admin) { Database = name }.ToString();
    }

    public Task DropAsync(string name) => ExecuteAsync(_admin, $"DROP DATABASE {name} WITH (FORCE)");

    public async Task<string> VersionAsync()
    {
        await using var source = NpgsqlDataSource.Create(_admin);
        await using var command = source.CreateCommand("SHOW server_version");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_folder is null)
        {
            return;
        }
        await ScriptAsync("stop", Path.Combine(_folder, "pg"));
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ScriptAsync(string action, string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "ops", "postgres.sh"), [action, folder])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["YRD_POSTGRES_OPTIONS"] = Settings;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"ops/postgres.sh {action} failed.");
    }
}
