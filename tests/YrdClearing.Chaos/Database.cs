using Npgsql;

namespace YrdClearing.Chaos;

/// <summary>The private PostgreSQL of the run (ops/postgres.sh, fsync on).</summary>
internal sealed class Database(Wires wires, ChaosOptions options)
{
    private const int Port = 5432;

    /// <summary>A server that is killed leaves children behind for a moment, and the next one does not start beside them.</summary>
    private const int MaxStarts = 30;

    private static readonly TimeSpan BetweenStarts = TimeSpan.FromMilliseconds(300);

    private string Folder => Path.Combine(options.Folder, "pg");

    /// <summary>How the checks reach it, past the wires.</summary>
    public string Local => $"Host={Folder};Port={Port};Username=yrd;Database=yrd;Pooling=false";

    /// <summary>How the silos reach it.</summary>
    public string ForSilos => wires.Missing is null
        ? $"Host={wires.Address(Wires.Database)};Port={Port};Username=yrd;Database=yrd;SSL Mode=Disable"
        : $"Host={Folder};Port={Port};Username=yrd;Database=yrd";

    public async Task CreateAsync()
    {
        await StartAsync();
        await Shell.RunAsync("sh", "-c", $"echo 'host all all {wires.Address(Wires.Database)}/24 trust' >>'{Folder}/data/pg_hba.conf'");
        await StopAsync();
        await StartAsync();
        await using var source = NpgsqlDataSource.Create(Local.Replace("Database=yrd", "Database=postgres"));
        await using var create = source.CreateCommand("CREATE DATABASE yrd");
        await create.ExecuteNonQueryAsync();
    }

    public async Task StartAsync()
    {
        string[] settings = wires.Missing is null ? [$"YRD_POSTGRES_OPTIONS=-c listen_addresses={wires.Address(Wires.Database)}"] : [];
        var start = wires.At(Wires.Database, ["env", .. settings, Path.Combine(options.Ops, "postgres.sh"), "start", Folder]);
        for (var attempt = 1; ; attempt++)
        {
            var (exit, output) = await Shell.TryAsync(start);
            // A postmaster that was killed a moment ago may still look alive to who only looks for its process.
            if (exit == 0 && await AnswersAsync())
            {
                return;
            }
            if (attempt == MaxStarts)
            {
                throw new InvalidOperationException("PostgreSQL does not start: " + output);
            }
            await Task.Delay(BetweenStarts);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        await using var connection = new NpgsqlConnection(Local.Replace("Database=yrd", "Database=postgres"));
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>kill -9 of the postmaster.</summary>
    public void Kill()
    {
        if (int.TryParse(File.ReadLines(Path.Combine(Folder, "data", "postmaster.pid")).FirstOrDefault(), out var postmaster))
        {
            Shell.Signal(postmaster, Shell.Kill);
        }
    }

    public Task StopAsync() => Shell.TryAsync(Path.Combine(options.Ops, "postgres.sh"), "stop", Folder);
}
