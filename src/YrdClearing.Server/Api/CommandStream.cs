using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>
/// A request body that is a stream of commands (JSON Lines; scenario.md, "Clock"): executed in order, answered line by line while it still
/// arrives. The body is read ahead, so that a client which sends everything before it reads cannot block itself.
/// </summary>
internal sealed class CommandStream(CommandGate gate)
{
    private const string JsonLines = "application/x-ndjson";

    /// <summary>A line waits this long for its effects in other books before the next one begins.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        var lines = new Lines(reader);
        BusinessTime? before = null;
        while (true)
        {
            var (line, isLast, fault) = await lines.NextAsync(http.RequestAborted);
            if (fault is not null)
            {
                await WriteAsync(http, new(lines.Number, null, null, fault.Code.Wire(), null, Problem.Of(fault)));
                return;
            }
            if (IsCommand(line))
            {
                var read = gate.ReadLine(line.Span, before, given);
                before = read.At ?? before;
                var answer = await gate.ExecuteAsync(read, Patience, http.RequestAborted);
                await WriteAsync(http, LineAnswer.Of(lines.Number, read, answer));
            }
            if (isLast)
            {
                return;
            }
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>Blank lines and lines that start with <c>//</c> are skipped, as in a file.</summary>
    private static bool IsCommand(ReadOnlyMemory<byte> line) =>
        !line.Span.Trim(" \t\r"u8).IsEmpty && !line.Span.StartsWith("//"u8);

    private static async Task WriteAsync(HttpContext http, LineAnswer answer)
    {
        await JsonSerializer.SerializeAsync(http.Response.Body, answer, ApiJson.Options, http.RequestAborted);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
    }

    private static Rejection TooLong() => new(
        RejectionCode.Malformed, Detail: $"A stream of commands has at most {ApiLimits.MaxStreamBytes} bytes; send it in parts.");

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
