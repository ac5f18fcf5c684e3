using System.Text;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Server.Api;

namespace YrdClearing.Benchmarks.Http;

/// <summary>
/// Ours through HTTP, commands as JSON Lines: as many streams as the server takes, each a body of redemptions step by step, answered line
/// by line as they become durable. The server decides how many lines of a stream run at once.
/// </summary>
internal sealed class LineStreams(Uri server, Redemptions redemptions, OtherProcesses beside)
{
    private const string JsonLines = "application/x-ndjson";
    private const int Streams = ApiLimits.MaxCommandStreams;

    /// <summary>A body lasts for some seconds, as a file of the day would: with short ones a stream waits mostly for the last lines.</summary>
    private const int RedemptionsPerLane = 4;

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
        var (before, from) = (await NowAsync(), DateTimeOffset.UtcNow);
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(request.Seconds)), failed);
        var (after, to) = (await NowAsync(), DateTimeOffset.UtcNow);
        _stopping = true;
        await Task.WhenAll(running);
        return new(after.Less(before), TimeSpan.Zero, TimeSpan.Zero, from, to);
    }

    private async Task<Measured> NowAsync()
    {
        var others = await beside.NowAsync();
        return Measured.Now(ref _acknowledged) with { Beside = others };
    }

    /// <summary>Sends one body after the other.</summary>
    /// <param name="stream">Which one.</param>
    /// <param name="lanes">Redemptions between each other, so that as many of its lines can be in flight.</param>
    private async Task StreamAsync(int stream, int lanes)
    {
        using var connection = await HttpConnection.OpenAsync(server);
        var scripts = Enumerable.Range(0, LoadNetwork.Enterprises / Streams).Select(i => redemptions[stream + i * Streams]).ToList();
        var apart = (lanes + RedemptionScript.Steps - 1) / RedemptionScript.Steps;
        using var body = new MemoryStream();
        for (var turn = 0; !_stopping; turn += RedemptionsPerLane * lanes)
        {
            var lines = Write(body, [.. Enumerable.Range(turn, RedemptionsPerLane * lanes).Select(i => scripts[i % scripts.Count])], apart);
            var (status, answer) = await connection.PostAsync(JsonLines, body.GetBuffer().AsMemory(0, (int)body.Length), piece =>
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
    /// Whole redemptions, the steps of many of them between each other as they come in a day: a redemption's next step is
    /// <paramref name="apart"/> others' steps later.
    /// </summary>
    /// <returns>How many lines the body has.</returns>
    private int Write(MemoryStream body, List<LoadScript> scripts, int apart)
    {
        body.SetLength(0);
        for (var wave = 0; wave < scripts.Count + (RedemptionScript.Steps - 1) * apart; wave++)
        {
            for (var step = 0; step < RedemptionScript.Steps; step++)
            {
                if (wave - step * apart is var i && i >= 0 && i < scripts.Count)
                {
                    body.Write(scripts[i].Next(redemptions).Span);
                    body.WriteByte((byte)'\n');
                    redemptions.Acknowledge(step);
                    scripts[i].Acknowledge();
                }
            }
        }
        return scripts.Count * RedemptionScript.Steps;
    }
}
