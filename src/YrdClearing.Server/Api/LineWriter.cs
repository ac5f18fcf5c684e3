using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;

namespace YrdClearing.Server.Api;

/// <summary>
/// Writes the answers to a stream's lines: line, id and name of the command as far as they could be read, <c>outcome</c> (<c>ok</c>, the
/// rejection code, or <c>unavailable</c>, with which a stream ends), then the receipt or the problem. A receipt is spelled like that of a
/// single command, by hand: nothing else is written for every command, and a test holds that both are the same.
/// </summary>
internal sealed class LineWriter : IDisposable
{
    private const int InitialBytes = 64 * 1024;

    /// <summary>A book and a number.</summary>
    private const int MaxSeqBytes = 512;

    private static readonly JsonEncodedText Line = JsonEncodedText.Encode("line");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Do = JsonEncodedText.Encode("do");
    private static readonly JsonEncodedText Outcome = JsonEncodedText.Encode("outcome");
    private static readonly JsonEncodedText Receipt = JsonEncodedText.Encode("receipt");
    private static readonly JsonEncodedText ProblemName = JsonEncodedText.Encode("problem");
    private static readonly JsonEncodedText Seq = JsonEncodedText.Encode("seq");
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText Resource = JsonEncodedText.Encode("resource");
    private static readonly JsonEncodedText Pending = JsonEncodedText.Encode("pending");
    private static readonly JsonEncodedText Accepted = JsonEncodedText.Encode(CommandReader.Accepted);

    private readonly ArrayBufferWriter<byte> _lines = new(InitialBytes);
    private readonly Utf8JsonWriter _json;
    private readonly HttpContext _http;
    private readonly TimeProvider _time;

    // Most lines have the time of the line before.
    private BusinessTime? _lastAt;
    private string _lastAtText = "";

    public LineWriter(HttpContext http, TimeProvider time)
    {
        (_http, _time) = (http, time);
        _json = new(_lines, new() { Encoder = ApiJson.Options.Encoder, SkipValidation = true });
    }

    /// <summary>What was written and not sent on.</summary>
    public int Bytes => _lines.WrittenCount;

    public void Write(StreamLine line)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber(Line, line.Line);
        _json.WriteString(Id, line.Read.Id);
        _json.WriteString(Do, line.Read.Do);
        if (line.Problem is { } problem)
        {
            _json.WriteString(Outcome, problem.Code);
            _json.WritePropertyName(ProblemName);
            JsonSerializer.Serialize(_json, problem, ApiJson.Options);
        }
        else
        {
            _json.WriteString(Outcome, Accepted);
            _json.WriteStartObject(Receipt);
            Write(line.Answer, line.Read.Envelope!);
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        _json.Flush();
        _lines.Write("\n"u8);
    }

    /// <summary>Sends on what was written. A client that hardly reads is hung up on, as if it had gone.</summary>
    public async ValueTask FlushAsync()
    {
        if (_lines.WrittenCount > 0)
        {
            var sending = _http.Response.BodyWriter.WriteAsync(_lines.WrittenMemory, _http.RequestAborted);
            // Disposed by waiting: the connection's next request has the same context.
            await using var late = sending.IsCompleted
                ? null
                : _time.CreateTimer(_ => _http.Abort(), null, ApiLimits.MaxWaitForReader, Timeout.InfiniteTimeSpan);
            await sending;
            _lines.ResetWrittenCount();
        }
    }

    public void Dispose() => _json.Dispose();

    private void Write(CommandAnswer answer, Envelope envelope)
    {
        var receipt = answer.Receipt!;
        _json.WriteString(Id, receipt.Id);
        _json.WriteString(Outcome, Accepted);
        Span<byte> seq = stackalloc byte[MaxSeqBytes];
        Utf8.TryWrite(seq, $"{receipt.Book}/{receipt.Seq}", out var length);
        _json.WriteString(Seq, seq[..length]);
        _json.WriteString(At, TextOf(receipt.At));
        _json.WriteString(Resource, CommandRoutes.ResourceOf(receipt, envelope));
        if (answer.IsPending)
        {
            _json.WriteBoolean(Pending, true);
        }
    }

    private string TextOf(BusinessTime at)
    {
        if (at != _lastAt)
        {
            (_lastAt, _lastAtText) = (at, at.ToString());
        }
        return _lastAtText;
    }
}
