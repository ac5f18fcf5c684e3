using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>
/// Clients that send commands to a cluster as clients should: no answer or 503 means the same command with the same id, to another silo.
/// They keep their own record of what was acknowledged.
/// </summary>
internal sealed class Load
{
    /// <summary>Commands of a load that ends by itself.</summary>
    public const int Commands = Clients * CommandsPerClient;

    private const int Clients = 32;
    private const int CommandsPerClient = 60;

    /// <summary>Longest time that a command may wait for its receipt, the death of its silo included.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>How long a client waits before it asks another silo.</summary>
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(50);

    private readonly RunningCluster _cluster;
    private readonly string _name;
    private readonly bool _endless;
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly ConcurrentBag<TimeSpan> _waits = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _clients;
    private int _failures;

    private Load(RunningCluster cluster, string name, bool endless)
    {
        _cluster = cluster;
        _name = name;
        _endless = endless;
        _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunAsync(client))));
    }

    /// <summary>Answers 5xx; what found no server at all is no answer.</summary>
    public int Failures => _failures;

    /// <param name="cluster">Where to send to.</param>
    /// <param name="name">Begins the command ids.</param>
    /// <param name="endless">Goes on until <see cref="EndAsync"/>.</param>
    public static Load Start(RunningCluster cluster, string name, bool endless = false) => new(cluster, name, endless);

    public Task UntilAcknowledgedAsync(int commands) => RunningCluster.UntilAsync(() => Task.FromResult(_acknowledged.Count >= commands));

    /// <summary>Waits for the last receipts and compares the record with the journal: each is there, none twice.</summary>
    public async Task EndAsync(ITestOutputHelper output)
    {
        if (_endless)
        {
            await _stop.CancelAsync();
        }
        await _clients;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_acknowledged.Count} commands, longest wait {_waits.Max().TotalSeconds:0.0} s, {_failures} answers of failure"));
        _waits.Max().ShouldBeLessThan(LongestWait);
        _acknowledged.Values.Distinct().Count().ShouldBe(_acknowledged.Count);
        (await _cluster.CountAsync($"command_id LIKE '{_name}-%'")).ShouldBe(_acknowledged.Count);
        foreach (var (id, seq) in _acknowledged.Take(Clients))
        {
            (await _cluster.Next().SendAsync(LineOf(id), id))["seq"].ShouldBe(seq);
        }
    }

    public static string Deposit(string fund, int i) => Line("bank:network", "fund.deposit", $$"""
        "fund":"{{fund}}","amount":"{{i + 1}}.00"
        """);

    public static string Line(string actor, string command, string fields) =>
        $$"""{"at":"2026-03-04T09:00:00+08:00","as":"{{actor}}","do":"{{command}}",{{fields}}}""";

    private async Task RunAsync(int client)
    {
        for (var i = 0; (_endless || i < CommandsPerClient) && !_stop.IsCancellationRequested; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{_name}-{client}-{i}");
            var started = TimeProvider.System.GetTimestamp();
            _acknowledged[id] = await SendAsync(id, client + i);
            _waits.Add(TimeProvider.System.GetElapsedTime(started));
        }
    }

    private async Task<string> SendAsync(string id, int firstSilo)
    {
        for (var attempt = firstSilo; ; attempt++)
        {
            var silos = _cluster.Silos;
            var answer = await silos[attempt % silos.Count].TrySendAsync(LineOf(id), id);
            if (answer is { Status: HttpStatusCode.OK or HttpStatusCode.Accepted })
            {
                return answer["seq"];
            }
            if (answer is not null)
            {
                ((int)answer.Status).ShouldBeGreaterThanOrEqualTo(500, answer.Text);
                Interlocked.Increment(ref _failures);
            }
            await Task.Delay(BeforeRetry, TimeProvider.System);
        }
    }

    /// <summary>The same command for the same id.</summary>
    private static string LineOf(string id)
    {
        var parts = id.Split('-');
        var (client, i) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        return Deposit(client % 2 == 0 ? "310000" : "330000", i);
    }
}
