using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.Server.Replay;
using ReadResult = YrdClearing.Domain.Commands.ReadResult;

namespace YrdClearing.Server.Api;

/// <summary>
/// A request body that is a stream of commands (JSON Lines; scenario.md, "Clock"): answered line by line in order while it still arrives.
/// Lines that cannot matter to one another run side by side, by the lanes of a replay, so the outcomes are those of one after the other.
/// The body is read ahead, so that a client which sends everything before it reads cannot block itself.
/// </summary>
internal sealed class CommandStream(CommandGate gate, JournalStore store, ILogger<CommandStream> log)
{
    private const string JsonLines = "application/x-ndjson";

    /// <summary>Lines of one stream that run at the same time.</summary>
    private const int MaxParallel = 128;

    /// <summary>Lines read ahead of the first one that is not over.</summary>
    private const int MaxAhead = 1_024;

    /// <summary>Lines that are there already and whose vouchers and orders are looked up while the one at hand is scheduled.</summary>
    private const int MaxLookAhead = 64;

    /// <summary>
    /// A line waits this long for its effects in other books (a deadlines run takes minutes); then it is answered as pending.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Answers are sent on when this many bytes wait, and whenever the next one is not there yet.</summary>
    private const int FlushBytes = 32 * 1024;

    private readonly OpenStreams _open = new(ApiLimits.MaxCommandStreams);

    public static bool IsWanted(HttpContext http) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && type.MediaType.Equals(JsonLines, StringComparison.OrdinalIgnoreCase);

    public async Task<IResult> AnswerAsync(HttpContext http, IReadOnlyList<KeyValuePair<string, string>> given)
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
            http.Response.ContentType = JsonLines;
            var ahead = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            var reading = ReadAheadAsync(http, ahead.Writer);
            await ExecuteAsync(http, ahead.Reader, given);
            await ahead.Reader.CompleteAsync();
            await reading;
        }
        return Results.Empty;
    }

    private static async Task ReadAheadAsync(HttpContext http, PipeWriter writer)
    {
        Exception? fault = null;
        try
        {
            await http.Request.Body.CopyToAsync(writer, http.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            fault = e;
        }
        await writer.CompleteAsync(fault);
    }

    private async Task ExecuteAsync(HttpContext http, PipeReader reader, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        var ahead = Channel.CreateBounded<Line>(new BoundedChannelOptions(MaxAhead) { SingleReader = true, SingleWriter = true });
        var schedule = new LaneSchedule(MaxParallel);
        var purses = new Purses(store, schedule);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new() { Encoder = ApiJson.Options.Encoder });
        var cutting = CutAsync(new Lines(reader), given, schedule, purses, ahead.Writer, stop.Token);
        try
        {
            await foreach (var line in ahead.Reader.ReadAllAsync(http.RequestAborted))
            {
                var answer = await line.Answer.WaitAsync(http.RequestAborted);
                Write(http, json, answer);
                if (answer.Outcome == Problem.UnavailableCode)
                {
                    return;
                }
                var nextIsThere = ahead.Reader.TryPeek(out var next) && next.Answer.IsCompleted;
                if (!nextIsThere || http.Response.BodyWriter.UnflushedBytes > FlushBytes)
                {
                    await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                }
            }
            await cutting;
        }
        finally
        {
            schedule.Stop();
            await stop.CancelAsync();
            await cutting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Cuts the body into lines, reads each and gives its work to the schedule.</summary>
    private async Task CutAsync(
        Lines lines, IReadOnlyList<KeyValuePair<string, string>> given, LaneSchedule schedule, Purses purses,
        ChannelWriter<Line> ahead, CancellationToken cancellation)
    {
        await Task.Yield();
        Exception? fault = null;
        try
        {
            var known = new KnownThings();
            var fromStore = new KnownFromStore(store, known, isEmpty: false);
            var cut = new Queue<Cut>();
            BusinessTime? before = null;
            for (var isLast = false; !isLast;)
            {
                var next = lines.NextAsync(cancellation);
                // A client may wait for the answer to what it has sent: nothing is kept back for a line that is not there yet.
                for (var keep = next.IsCompleted ? MaxLookAhead : 0; cut.Count > keep;)
                {
                    await StartAsync(cut.Dequeue(), known, fromStore, schedule, purses, ahead, cancellation);
                }
                (var text, isLast, var refused) = await next;
                if (refused is not null)
                {
                    cut.Enqueue(new(lines.Number, null, LineAnswer.Of(lines.Number, refused)));
                }
                else if (IsCommand(text))
                {
                    var read = gate.ReadLine(text.Span, before, given);
                    before = read.At ?? before;
                    var answer = read.Envelope is null ? LineAnswer.Of(lines.Number, read, new(null, read.Rejection)) : null;
                    cut.Enqueue(new(lines.Number, read, answer));
                    fromStore.LookAhead(read.Envelope?.Command);
                }
            }
            while (cut.TryDequeue(out var line))
            {
                await StartAsync(line, known, fromStore, schedule, purses, ahead, cancellation);
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        ahead.Complete(fault);
    }

    private async Task StartAsync(
        Cut line, KnownThings known, KnownFromStore fromStore, LaneSchedule schedule, Purses purses, ChannelWriter<Line> ahead,
        CancellationToken cancellation)
    {
        if (line is not { Answer: null, Read: { Envelope: { } envelope } read })
        {
            await ahead.WriteAsync(new(Task.FromResult(line.Answer!)), cancellation);
            return;
        }
        await fromStore.CompleteAsync(envelope.Command, cancellation);
        var lanes = Lanes.Of(envelope.Command, envelope.Id, known);
        known.Learn(envelope.Command, envelope.Actor);
        var answer = new TaskCompletionSource<LineAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        await ahead.WriteAsync(new(answer.Task), cancellation);
        lanes = await purses.SettleAsync(lanes, cancellation);
        schedule.Add(new(line.Number, lanes, async () => answer.SetResult(await AnswerAsync(line.Number, read, schedule, cancellation))));
    }

    /// <summary>A line is over when its effects are, in every book. After one whose outcome is unknown no other line begins.</summary>
    private async Task<LineAnswer> AnswerAsync(int number, ReadResult read, LaneSchedule schedule, CancellationToken cancellation)
    {
        try
        {
            return LineAnswer.Of(number, read, await gate.ExecuteAsync(read, Patience, cancellation));
        }
        catch (Exception e)
        {
            schedule.Stop();
            log.LogError(e, "A line of a stream failed");
            return LineAnswer.Unknown(number, read);
        }
    }

    /// <summary>Blank lines and lines that start with <c>//</c> are skipped, as in a file.</summary>
    private static bool IsCommand(ReadOnlyMemory<byte> line) =>
        !line.Span.Trim(" \t\r"u8).IsEmpty && !line.Span.StartsWith("//"u8);

    private static void Write(HttpContext http, Utf8JsonWriter json, LineAnswer answer)
    {
        json.Reset();
        JsonSerializer.Serialize(json, answer, ApiJson.Options);
        json.Flush();
        http.Response.BodyWriter.Write("\n"u8);
    }

    private static Rejection TooLong() => new(
        RejectionCode.Malformed, Detail: $"A stream of commands has at most {ApiLimits.MaxStreamBytes} bytes; send it in parts.");

    /// <summary>A line that was cut from the body: what was read, and its answer when nothing is left to be done.</summary>
    private readonly record struct Cut(int Number, ReadResult? Read, LineAnswer? Answer);

    /// <summary>A line on its way.</summary>
    private readonly record struct Line(Task<LineAnswer> Answer);

    /// <summary>Cuts a body into lines.</summary>
    private sealed class Lines(PipeReader reader)
    {
        /// <summary>The number of the last line given, from 1.</summary>
        public int Number { get; private set; }

        /// <summary>The next line without its end; what follows the last line end is a line, too.</summary>
        public async Task<(ReadOnlyMemory<byte> Line, bool IsLast, Rejection? Fault)> NextAsync(CancellationToken cancellation)
        {
            Number++;
            while (true)
            {
                System.IO.Pipelines.ReadResult result;
                try
                {
                    result = await reader.ReadAsync(cancellation);
                }
                catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
                {
                    return (default, true, TooLong());
                }
                var end = result.Buffer.PositionOf((byte)'\n');
                var line = end is { } e1 ? result.Buffer.Slice(0, e1) : result.Buffer;
                if (end is null && !result.IsCompleted)
                {
                    reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                    continue;
                }
                var bytes = line.ToArray();
                reader.AdvanceTo(end is { } e2 ? result.Buffer.GetPosition(1, e2) : result.Buffer.End);
                return (bytes, end is null, null);
            }
        }
    }
}
