using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace YrdClearing.Chaos;

/// <summary>
/// A client as it should be: what has no outcome (no connection, no answer in time, a server's fault) is sent again with the same id, as a
/// retry, to the next silo, until there is one.
/// </summary>
internal sealed class Client(IReadOnlyList<SiloProcess> silos, AckLog log, CancellationToken giveUp) : IDisposable
{
    /// <summary>Longer than a server lets a client wait for messages (2 s), shorter than a pause that a fault makes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = Patience,
    };

    private readonly ConcurrentDictionary<string, Waiting> _waiting = [];

    private int _ids;

    public IReadOnlyList<SiloProcess> Silos => silos;

    /// <summary>Commands that have no outcome yet, the longest first: how long, how often tried, and what came last instead.</summary>
    public IReadOnlyList<string> Unanswered =>
    [
        .. _waiting.Values.OrderBy(w => w.Since).Select(w => FormattableString.Invariant(
            $"{w.Command} for {TimeProvider.System.GetElapsedTime(w.Since).TotalSeconds:0.0} s, {w.Attempts} attempts, last {w.Last}")),
    ];

    /// <summary>Sends a command; it is the first silo's if that answers, and stays there when <paramref name="pinned"/>.</summary>
    /// <param name="body">The command without its id and time.</param>
    /// <param name="silo">Index of the silo to begin with.</param>
    /// <param name="pinned">True: no other silo is asked.</param>
    /// <param name="isFinal">Null: every answer is final. After a refusal for which it says no the same is asked under a new id.</param>
    public async Task<Told> SendAsync(string body, int silo, bool pinned = false, Func<string, bool>? isFinal = null)
    {
        while (true)
        {
            var told = await SendUntilToldAsync(body, silo, pinned);
            if (told.Code is null || isFinal is null || isFinal(told.Code))
            {
                log.Add(told);
                return told;
            }
            await Task.Delay(BeforeRetry, giveUp);
        }
    }

    /// <summary>Reads a resource from whichever silo answers.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return JsonNode.Parse(await _http.GetStringAsync(new Uri(silos[attempt % silos.Count].Url, path), giveUp))!;
            }
            catch (Exception e) when (IsNoAnswer(e))
            {
                await Task.Delay(BeforeRetry, giveUp);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Told> SendUntilToldAsync(string body, int silo, bool pinned)
    {
        var id = $"chaos-{Interlocked.Increment(ref _ids)}";
        var at = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz");
        var command = $$"""{"id":"{{id}}","at":"{{at}}",{{body}}}""";
        var waiting = _waiting[id] = new(command, TimeProvider.System.GetTimestamp());
        for (var attempt = silo; ; attempt += pinned ? 0 : 1)
        {
            var asked = silos[attempt % silos.Count];
            var (told, failure) = await TryAsync(asked, id, command, isRetry: waiting.Attempts > 0);
            if (told is not null)
            {
                _waiting.TryRemove(id, out _);
                return told;
            }
            waiting.Attempts++;
            waiting.Last = $"{failure} from silo {asked.Number}";
            await Task.Delay(BeforeRetry, giveUp);
        }
    }

    /// <summary>The outcome, or what came instead of one.</summary>
    private async Task<(Told? Told, string? Failure)> TryAsync(SiloProcess silo, string id, string command, bool isRetry)
    {
        try
        {
            using var content = new StringContent(command, Encoding.UTF8, "application/json");
            content.Headers.Add("Idempotency-Retry", isRetry ? "true" : "false");
            using var response = await _http.PostAsync(new Uri(silo.Url, "/api/v1/commands"), content, giveUp);
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
            {
                return (null, Failed($"HTTP {(int)response.StatusCode}"));
            }
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(giveUp))!;
            return response.IsSuccessStatusCode
                ? (new(id, command, (string?)answer["seq"], null, silo.Number), null)
                : (new(id, command, null, (string?)answer["code"], silo.Number), null);
        }
        catch (Exception e) when (IsNoAnswer(e))
        {
            return (null, Failed(e is HttpRequestException { InnerException: { } inner } ? inner.GetType().Name : e.GetType().Name));
        }
    }

    private string Failed(string what)
    {
        log.AddUnknown(what);
        return what;
    }

    private bool IsNoAnswer(Exception e) =>
        !giveUp.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or IOException;

    private sealed class Waiting(string command, long since)
    {
        public string Command => command;

        public long Since => since;

        public int Attempts { get; set; }

        public string Last { get; set; } = "nothing";
    }
}
