using System.Diagnostics;
using System.IO.Pipelines;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.Server.Replay;
using ReadResult = YrdClearing.Domain.Commands.ReadResult;

namespace YrdClearing.Server.Api;

/// <summary>
/// One stream of commands under way: its lines are cut and scheduled by one task, executed by many, and answered in order by whoever called.
/// </summary>
internal sealed class StreamRun : IDisposable
{
    /// <summary>Lines of one stream that run at the same time.</summary>
    private const int MaxParallel = 192;

    /// <summary>Lines read ahead of the first one that is not over.</summary>
    private const int MaxAhead = 1_024;

    /// <summary>Lines that are there already and whose vouchers and orders are looked up while the ones before them are scheduled.</summary>
    private const int MaxLookAhead = 64;

    /// <summary>
    /// A line waits this long for its effects in other books (a deadlines run takes minutes); then it is answered as pending.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly UnansweredLines _lines = new(MaxAhead);
    private readonly LaneSchedule _schedule = new(MaxParallel);
    private readonly KnownThings _known = new();
    private readonly Activity? _trace = Activity.Current;
    private readonly PipeReader _body;
    private readonly CommandGate _gate;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _given;
    private readonly bool _isRetry;
    private readonly ILogger _log;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _hurrying = new();
    private readonly CancellationToken _hurry;
    private readonly KnownFromStore _fromStore;
    private readonly Purses _purses;
    private BusinessTime? _before;
    private volatile string? _end;

    /// <param name="body">What the client sends.</param>
    /// <param name="gate">Executes commands.</param>
    /// <param name="store">Where things that lines name are looked up.</param>
    /// <param name="given">What the request says for all lines.</param>
    /// <param name="isRetry">True when all lines were sent before; see <see cref="CommandEndpoints.RetryHeader"/>.</param>
    /// <param name="log">Told of failures.</param>
    /// <param name="stop">Ends the waiting.</param>
    public StreamRun(
        PipeReader body, CommandGate gate, JournalStore store, IReadOnlyList<KeyValuePair<string, string>> given, bool isRetry, ILogger log,
        CancellationToken stop)
    {
        (_body, _gate, _given, _isRetry, _log, _stop) = (body, gate, given, isRetry, log, stop);
        _hurry = _hurrying.Token;
        _fromStore = new(store, _known, isEmpty: false);
        _purses = new(store, _schedule);
    }

    /// <summary>Its lines, for who answers them.</summary>
    public UnansweredLines Lines => _lines;

    /// <summary>No further line begins.</summary>
    public void Stop() => _schedule.Stop();

    /// <summary>
    /// No further line is read or begins: the first of those is answered with why, after all before it, which no longer wait for their
    /// effects. A line that begins may rely on those of the lines before it, so that waiting ends last.
    /// </summary>
    public void End(string why)
    {
        // In this order: whoever sees that it has ended answers the first line that has not begun, and that one must not begin any more.
        _schedule.Stop();
        _end = why;
        _body.CancelPendingRead();
        AnswerFirstNotStarted();
        _hurrying.Cancel();
    }

    public void Dispose() => _hurrying.Dispose();

    /// <summary>Cuts the body into lines, reads each and gives its work to the schedule.</summary>
    public async Task ReadAsync()
    {
        await Task.Yield();
        Exception? fault = null;
        try
        {
            var reader = new LineReader(_body);
            try
            {
                await ReadAsync(reader);
                if (!reader.IsOver)
                {
                    var next = new StreamLine(reader.Number + 1, default, this);
                    next.EndWith(_end!);
                    next.IsAnswered = true;
                    await _lines.AddAsync(next, _stop);
                }
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                await _lines.AddAsync(new StreamLine(reader.Number + 1, default, this).Refused(CommandStream.TooLong()), _stop);
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        _lines.Complete(fault);
    }

    /// <summary>
    /// A line is executed and then waited for until its effects are there, in every book.
    /// </summary>
    public ValueTask<CommandAnswer> ExecuteAsync(ReadResult read)
    {
        if (_trace is not null && Telemetry.Traces.HasListeners())
        {
            Activity.Current = _trace;
        }
        return _gate.ExecuteAsync(read, Patience, _hurry, _stop, _isRetry);
    }

    /// <summary>The outcome of a line is unknown: no line after it begins; those before it do, for they are answered first.</summary>
    public void Fail(StreamLine line, Exception e)
    {
        _schedule.StopAfter(line.Line);
        if (!_stop.IsCancellationRequested)
        {
            _log.LogError(e, "A line of a stream failed");
        }
    }

    public void Answered(StreamLine line) => _lines.Answered(line);

    private async Task ReadAsync(LineReader reader)
    {
        var (before, next) = (new List<StreamLine>(MaxLookAhead), new List<StreamLine>(MaxLookAhead));
        while (await reader.MoreAsync(_stop))
        {
            while (Cut(reader, next))
            {
                LookAhead(next);
                await StartAsync(before);
                (before, next) = (next, before);
                await _schedule.WhenWantedAsync(_stop);
            }
            // A client may wait for the answer to what it has sent: nothing is kept back for a line that is not there yet.
            LookAhead(next);
            await StartAsync(before);
            await StartAsync(next);
        }
    }

    /// <summary>Reads lines that are there already; false when there are no more of them.</summary>
    private bool Cut(LineReader reader, List<StreamLine> lines)
    {
        while (lines.Count < MaxLookAhead)
        {
            if (!reader.TryRead(out var text))
            {
                return false;
            }
            if (IsCommand(text))
            {
                var read = _gate.ReadLine(text, _before, _given);
                _before = read.At ?? _before;
                lines.Add(new(reader.Number, read, this));
            }
        }
        return true;
    }

    private void LookAhead(List<StreamLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Read.Envelope is { } envelope)
            {
                _fromStore.LookAhead(envelope.Command);
            }
        }
        _fromStore.AskAhead();
    }

    private async ValueTask StartAsync(List<StreamLine> lines)
    {
        foreach (var line in lines)
        {
            await StartAsync(line);
        }
        lines.Clear();
    }

    private async ValueTask StartAsync(StreamLine line)
    {
        if (line.Read.Envelope is not { } envelope)
        {
            await _lines.AddAsync(line.Refused(CommandGate.Refuse(line.Read)), _stop);
            return;
        }
        try
        {
            await _fromStore.CompleteAsync(envelope.Command, _stop);
            var lanes = Lanes.Of(envelope.Command, envelope.Id, _known);
            _known.Learn(envelope.Command, envelope.Actor);
            await _purses.SettleAsync(lanes, _stop);
            line.Enter(lanes);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            line.Fail(e);
            line.IsAnswered = true;
            await _lines.AddAsync(line, _stop);
            return;
        }
        // Nothing comes between the two: who waits for the line's answer waits until it has run.
        var room = _lines.AddAsync(line, _stop);
        _schedule.Add(line);
        AnswerFirstNotStarted();
        await room;
    }

    /// <summary>Once the stream has been ended.</summary>
    private void AnswerFirstNotStarted()
    {
        if (_end is { } why && _schedule.FirstNotStarted() is StreamLine line)
        {
            line.EndWith(why);
            _lines.Answered(line);
        }
    }

    /// <summary>Blank lines and lines that start with <c>//</c> are skipped, as in a file.</summary>
    private static bool IsCommand(ReadOnlySpan<byte> line) => !line.Trim(" \t\r"u8).IsEmpty && !line.StartsWith("//"u8);
}
