using System.Collections.Immutable;
using Npgsql;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>
/// Three silos on one new database, started at the same moment, with the network that <see cref="Network.Setup"/> describes.
/// </summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private const int Size = 3;

    private readonly PostgresDatabase _database = new();
    private int _sent;

    internal ImmutableList<Silo> Silos { get; private set; } = [];

    private string Postgres => _database.Options.Postgres!;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync();
        Silos = [.. await Task.WhenAll(Enumerable.Range(0, Size).Select(_ => Silo.StartAsync(Postgres, "--leave", "2")))];
        // The schedule's run of today would expire the vouchers that are made below, which live in March.
        await UntilAsync(async () => await CountAsync("command_id LIKE 'deadlines/%'") == 1);
        foreach (var line in Network.Setup)
        {
            await Next().AcceptAsync(line, $"setup-{_sent}");
        }
    }

    /// <summary>Another silo each time, so that whatever follows is asked of one that did not do what came before.</summary>
    internal Silo Next() => Silos[_sent++ % Silos.Count];

    internal async Task KillAsync(Silo silo)
    {
        Silos = Silos.Remove(silo);
        await silo.KillAsync();
        await silo.DisposeAsync();
    }

    /// <summary>Stops a silo while it is still being sent requests; a new one takes its place.</summary>
    internal async Task RestartAsync(Silo silo)
    {
        var stopped = silo.StopAsync();
        await UntilAsync(async () => !await silo.IsReadyAsync());
        Silos = Silos.Remove(silo);
        await stopped;
        await silo.DisposeAsync();
        await AddAsync();
    }

    internal async Task AddAsync() => Silos = Silos.Add(await Silo.StartAsync(Postgres, "--leave", "2"));

    /// <summary>Entries of all books that fulfil a condition.</summary>
    internal async Task<long> CountAsync(string condition)
    {
        await using var source = NpgsqlDataSource.Create(Postgres);
        await using var command = source.CreateCommand($"SELECT count(*) FROM entry WHERE {condition}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    internal async Task VerifiesAsync()
    {
        var verified = await Yrd.RunAsync("verify", "--postgres", Postgres);
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Error);
    }

    internal Task<YrdResult> RunAsync(params string[] command) => Yrd.RunAsync([.. command, "--postgres", Postgres]);

    internal static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
        {
            await ticks.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }
        await _database.DisposeAsync();
    }
}
