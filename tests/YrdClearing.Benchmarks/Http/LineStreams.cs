using System.Text;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Server.Api;

namespace YrdClearing.Benchmarks.Http;

/// <summary>
/// Ours through HTTP, commands as JSON Lines: as many streams as the server takes, each a body of redemptions step by step, answered line
/// by line as they become durable. The server decides how many lines of a stream run at once.
/// </summary>
internal sealed class LineStreams(Uri server, Redemptions redemptions)
{
    private const string JsonLines = "application/x-ndjson";
    private const int Streams = ApiLimits.MaxCommandStreams;
    private const int Apart = 8;

    // A receipt has an outcome, too.
    private static ReadOnlySpan<byte> Accepted => "\"outcome\":\"ok\",\"receipt\""u8;

    private long _acknowledged;
    private volatile bool _stopping;

    public async Task<LoadResult> RunAsync(MeasureRequest request)
    {
        _stopping = false;
        var running = Enumerable.Range(0, Streams).Select(stream => Task.Run(() => StreamAsync(stream, request.Lanes / Streams))).ToArray();
        var failed = Task.WhenAny(running);
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(request.WarmUpSeconds)), failed);
        var (before, from) = (Measured.Now(ref _acknowledged), DateTimeOffset.UtcNow);
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(request.Seconds)), failed);
        var (after, to) = (Measured.Now(ref _acknowledged), DateTimeOffset.UtcNow);
        _stopping = true;
        await Task.WhenAll(running);
        return new(after.Less(before), TimeSpan.Zero, TimeSpan.Zero, from, to);
    }

    /// <summary>Sends one body after the other, of so many redemptions each.</summary>
    private async Task StreamAsync(int stream, int redemptionsEach)
    {
        using var connection = await HttpConnection.OpenAsync(server);
        var scripts = Enumerable.Range(0, LoadNetwork.Enterprises / Streams).Select(i => redemptions[stream + i * Streams]).ToList();
        for (var turn = 0; !_stopping; turn = (turn + redemptionsEach) % scripts.Count)
        {
            var (body, lines) = Body(scripts.GetRange(turn, redemptionsEach));
            var (status, answer) = await connection.PostAsync(JsonLines, body, piece =>
                Interlocked.Add(ref _acknowledged, piece.Span.Count(Accepted)));
            var accepted = answer.Span.Count(Accepted);
            if (status != 200 || accepted < lines)
            {
                var text = Encoding.UTF8.GetString(answer.Span);
                throw new CommandRefusedException($"{accepted} of {lines} lines accepted: {text[..Math.Min(2_000, text.Length)]}");
            }
        }
    }

    /// <summary>
    /// A whole redemption of each enterprise, the steps of many of them between each other as they come in a day: a redemption's next step
    /// is <see cref="Apart"/> others' steps later.
    /// </summary>
    private (ReadOnlyMemory<byte> Body, int Lines) Body(List<LoadScript> scripts)
    {
        var body = new MemoryStream();
        for (var wave = 0; wave < scripts.Count + (RedemptionScript.Steps - 1) * Apart; wave++)
        {
            for (var step = 0; step < RedemptionScript.Steps; step++)
            {
                if (wave - step * Apart is var i && i >= 0 && i < scripts.Count)
                {
                    body.Write(scripts[i].Next(redemptions).Span);
                    body.WriteByte((byte)'\n');
                    redemptions.Acknowledge(step);
                    scripts[i].Acknowledge();
                }
            }
        }
        return (body.GetBuffer().AsMemory(0, (int)body.Length), scripts.Count * RedemptionScript.Steps);
    }
}
