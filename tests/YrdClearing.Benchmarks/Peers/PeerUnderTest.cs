using System.Globalization;
using Npgsql;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Peers.Transactions;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>A peer with its database, ready for the load: (a), (b) or (c).</summary>
internal sealed class PeerUnderTest : IMeasured
{
    private readonly string _which;
    private readonly string _database;
    private readonly TransactionSilo? _silo;
    private NpgsqlDataSource? _source;
    private string _tuned = "";

    private PeerUnderTest(string which, string database, TransactionSilo? silo)
    {
        _which = which;
        _database = database;
        _silo = silo;
    }

    public IClearingPath Path { get; private set; } = null!;

    public Redemptions Redemptions { get; } = new();

    /// <summary>What else there is to say about how it went.</summary>
    public string Note => Path is TransactionPath transactions
        ? string.Create(CultureInfo.InvariantCulture, $"{transactions.Aborted:N0} aborted")
        : "";

    public static async Task<PeerUnderTest> StartAsync(string which, string database)
    {
        if (which == "c")
        {
            return new(which, database, await TransactionSilo.StartAsync(database));
        }
        await PeerDatabase.CreateAsync(database);
        return new(which, database, null);
    }

    /// <summary>Gives it so many connections, or so many transactions at once.</summary>
    public async Task UseAsync(int connections)
    {
        if (_silo is not null)
        {
            Path = Path is TransactionPath before ? before.With(connections) : new TransactionPath(_silo.Grains, connections);
            return;
        }
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
        _source = PeerDatabase.Open(_database, connections);
        Path = _which == "a" ? new FunctionPath(_source) : new ServicePath(_source);
    }

    /// <summary>Tries how many connections (or transactions at once) suit it best and keeps those.</summary>
    public async Task TuneAsync(int lanes, double seconds)
    {
        var (best, rate) = (0, -1.0);
        foreach (var connections in _silo is null ? (int[])[16, 32, 64] : [64, 256, 1_024])
        {
            await UseAsync(connections);
            var result = await new ClosedLoop(Path, Redemptions).RunAsync(new(lanes, seconds, seconds));
            if (result.CommandsPerSecond > rate)
            {
                (best, rate) = (connections, result.CommandsPerSecond);
            }
        }
        await UseAsync(best);
        _tuned = string.Create(CultureInfo.InvariantCulture, $"{best} {(_silo is null ? "connections" : "at once")}");
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var result = await new ClosedLoop(Path, Redemptions).RunAsync(request);
        await CheckAsync();
        return Measurement.Of(result) with { Note = $"{_tuned} {Note}".TrimEnd() };
    }

    /// <summary>Proves what it has written; peer (c)'s grains check their own steps.</summary>
    public Task CheckAsync() => _silo is null ? PeerCheck.CheckAsync(_database, Redemptions) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }
    }
}
