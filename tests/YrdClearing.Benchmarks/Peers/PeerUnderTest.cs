using System.Globalization;
using Npgsql;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Peers.Transactions;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>A peer with its database, ready for the load: (a), (b) or (c).</summary>
internal sealed class PeerUnderTest : IMeasured
{
    /// <summary>Rounds in which the sizes are tried: their median is not one moment of the machine.</summary>
    private const int TuningRounds = 3;

    /// <summary>Load before: code that is not compiled yet would choose by itself.</summary>
    private const double WarmUpSeconds = 10;

    /// <summary>
    /// Before each window, and its length: the slowest of them takes over a second for the commands in flight, and a window must have many such
    /// rounds, whatever the windows of the run are.
    /// </summary>
    private const double SettleSeconds = 2, WindowSeconds = 3;

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

    /// <summary>
    /// Tries how many connections (or transactions at once) suit it best and keeps those: after a warm-up, in rounds that alternate, by the
    /// median of each.
    /// </summary>
    /// <param name="lanes">Commands in flight.</param>
    public async Task TuneAsync(int lanes)
    {
        var sizes = _silo is null ? (int[])[8, 16, 32, 64] : [64, 256, 1_024];
        var rates = sizes.ToDictionary(size => size, _ => new List<double>());
        await UseAsync(sizes[1]);
        await new ClosedLoop(Path, Redemptions).RunAsync(new(lanes, WarmUpSeconds, WindowSeconds));
        for (var round = 0; round < TuningRounds; round++)
        {
            foreach (var size in sizes)
            {
                await UseAsync(size);
                rates[size].Add((await new ClosedLoop(Path, Redemptions).RunAsync(new(lanes, SettleSeconds, WindowSeconds))).CommandsPerSecond);
            }
        }
        var best = sizes.MaxBy(size => Median.Of(rates[size]));
        await UseAsync(best);
        var tried = string.Join(", ", sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size}: {Median.Of(rates[size]):N0}")));
        _tuned = $"{best} {(_silo is null ? "connections" : "at once")} (tried {tried})";
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
