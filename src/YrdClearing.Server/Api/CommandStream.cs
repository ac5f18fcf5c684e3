using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>
/// A request body that is a stream of commands (JSON Lines; scenario.md, "Clock"): answered line by line in order while it still arrives.
/// Lines that cannot matter to one another run side by side, by the lanes of a replay, so the outcomes are those of one after the other.
/// The body is read ahead, so that a client which sends everything before it reads cannot block itself; one that waits for an answer before
/// it sends more may take its time (<see cref="ApiLimits.MaxStreamSilence"/>), but not for ever (<see cref="ApiLimits.MaxStreamTime"/>), and
/// none may take it to read (<see cref="ApiLimits.MaxWaitForReader"/>).
/// </summary>
internal sealed class CommandStream(
    CommandGate gate, JournalStore store, TimeProvider time, IHostApplicationLifetime server, ILogger<CommandStream> log)
{
    private const string JsonLines = "application/x-ndjson";

    /// <summary>Answers are sent on when this many bytes wait, and whenever the next one is not there yet.</summary>
    private const int FlushBytes = 32 * 1024;

    /// <summary>Pieces in which the body is read ahead: so large that the collector does not move them. They are used again.</summary>
    private const int PieceBytes = 128 * 1024;

    private const string Stopping =
        "The server stops and has not begun this line: send it and those after it again with the same ids, to another server or later.";

    private static readonly string Silent =
        $"No line came for {ApiLimits.MaxStreamSilence.TotalMinutes} minutes, and the stream has ended: "
        + "send this line and those after it in another one.";

    private static readonly string Open =
        $"The stream was open for {ApiLimits.MaxStreamTime.TotalMinutes} minutes, and has ended: "
        + "send this line and those after it again with the same ids, in another one.";

    private readonly OpenStreams _open = new(ApiLimits.MaxCommandStreams);

    public static bool IsWanted(HttpContext http) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && type.MediaType.Equals(JsonLines, StringComparison.OrdinalIgnoreCase);

    /// <summary>A stream that is longer than one may be.</summary>
    public static Rejection TooLong() => new(
        RejectionCode.Malformed, Detail: $"A stream of commands has at most {ApiLimits.MaxStreamBytes} bytes; send it in parts.");

    public async Task<IResult> AnswerAsync(HttpContext http, IReadOnlyList<KeyValuePair<string, string>> given, bool isRetry)
    {
        if (http.Request.ContentLength > ApiLimits.MaxStreamBytes)
        {
            return TooLong().Refuse(StatusCodes.Status413PayloadTooLarge);
        }
        if (!_open.TryOpen(out var open))
        {
            return OpenStreams.Refuse(ApiLimits.MaxCommandStreams);
        }
        using (open)
        {
            http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = ApiLimits.MaxStreamBytes;
            // Kestrel would count bytes a second and hang up on whoever waits for an answer.
            http.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate = null;
            http.Response.ContentType = JsonLines;
            var ahead = new Pipe(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: PieceBytes));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            var reading = ReadAheadAsync(http.Request.Body, ahead.Writer, over.Token);
            try
            {
                await ExecuteAsync(http, ahead.Reader, given, isRetry);
            }
            finally
            {
                await ahead.Reader.CompleteAsync();
                // An answer that ends early does not wait for a client that would send more.
                await over.CancelAsync();
                await reading;
            }
        }
        return Results.Empty;
    }

    private static async Task ReadAheadAsync(Stream body, PipeWriter writer, CancellationToken over)
    {
        Exception? fault = null;
        try
        {
            await body.CopyToAsync(writer, over);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            fault = e;
        }
        await writer.CompleteAsync(fault);
    }

    private async Task ExecuteAsync(
        HttpContext http, PipeReader body, IReadOnlyList<KeyValuePair<string, string>> given, bool isRetry)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        using var run = new StreamRun(body, gate, store, given, isRetry, log, stop.Token);
        var reading = run.ReadAsync();
        await using var ending = server.ApplicationStopping.Register(() => run.End(Stopping));
        using var late = new CancellationTokenSource(ApiLimits.MaxStreamTime, time);
        await using var expiring = late.Token.Register(() => run.End(Open));
        try
        {
            using var answers = new LineWriter(http, time);
            if (await AnswerAsync(run, answers, http.RequestAborted))
            {
                await reading;
            }
        }
        finally
        {
            run.Stop();
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Answers the lines in order, until there are no more or the outcome of one is unknown: false, and then whoever reads the lines may
    /// wait for what no longer begins.
    /// </summary>
    private async Task<bool> AnswerAsync(StreamRun run, LineWriter answers, CancellationToken aborted)
    {
        var answered = new List<StreamLine>();
        var isUnknown = false;
        while (!isUnknown && await NextAsync(run, answered, answers, aborted))
        {
            foreach (var line in answered)
            {
                answers.Write(line);
                isUnknown = line.Problem?.Code == Problem.UnavailableCode;
                if (isUnknown)
                {
                    break;
                }
                if (answers.Bytes > FlushBytes)
                {
                    await answers.FlushAsync();
                }
            }
        }
        await answers.FlushAsync();
        return !isUnknown;
    }

    /// <summary>Takes the next lines that are answered. Nothing is kept back while they are not; false when there are none any more.</summary>
    private async ValueTask<bool> NextAsync(StreamRun run, List<StreamLine> answered, LineWriter answers, CancellationToken aborted)
    {
        var lines = run.Lines;
        if (lines.TryTake(answered))
        {
            return true;
        }
        if (answers.Bytes > 0)
        {
            // Lines of one batch become durable together: those whose turn on a processor is next go with the same packet.
            await Task.Yield();
            if (lines.TryTake(answered))
            {
                return true;
            }
            await answers.FlushAsync();
        }
        try
        {
            return await lines.TakeAsync(answered, ApiLimits.MaxStreamSilence, time, aborted);
        }
        catch (TimeoutException)
        {
            run.End(Silent);
            return await lines.TakeAsync(answered, Timeout.InfiniteTimeSpan, time, aborted);
        }
    }
}
