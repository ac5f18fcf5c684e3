using System.Threading.Channels;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Server.Replay;

/// <summary>What became of one line.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The physical line, from 1.</param>
/// <param name="Do">The command's name; null when it could not be read.</param>
/// <param name="Outcome"><c>ok</c> or the rejection code.</param>
/// <param name="Seq">The home entry, <c>fund:310000/57</c>; null when refused.</param>
/// <param name="Expected">What the line expected.</param>
/// <param name="Rejection">The refusal with its figures; of a line finished by an earlier run only the code is known.</param>
public sealed record LineOutcome(string File, int Line, string? Do, string Outcome, string? Seq, string Expected, Rejection? Rejection)
{
    public bool IsAccepted => Outcome == CommandReader.Accepted;
    public bool IsExpected => Outcome == Expected;
}

/// <summary>The totals of a run over all its files.</summary>
public sealed record ReplaySummary(int Lines, int Accepted, int Rejected, int Unexpected);

/// <summary>A line's outcome could not be learnt; replayed again, the run goes on there.</summary>
public sealed class ReplayFailedException(string file, int line, string? name, Exception cause)
    : Exception($"{file}:{line}: {name}: {cause.Message} Replay the file again: finished lines are not executed twice.", cause);

/// <summary>
/// Executes scenario files through the dispatcher (scenario.md, "Interrupted" and <c>--parallel</c>). Several files are several streams,
/// one after the other. Outcomes are reported in the order of the lines.
/// </summary>
public sealed class ReplayRun(Dispatcher dispatcher, JournalStore store, int parallel)
{
    public const int MaxParallel = 1_024;

    /// <summary>Lines read ahead of the first one that is not over.</summary>
    private const int MaxAhead = 4_096;

    /// <summary>An unknown outcome is asked for again this often, waiting a little longer each time.</summary>
    private const int MaxAttempts = 6;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    private int _lines;
    private int _accepted;
    private int _unexpected;

    /// <summary>Replays the files.</summary>
    /// <param name="paths">The files, in order.</param>
    /// <param name="report">Called for each line, in order.</param>
    /// <param name="progress">Told the part of the work that is done, 0 to 1; null when nobody watches.</param>
    /// <param name="cancellation">Ends the run between lines.</param>
    /// <exception cref="ReplayFailedException">A line's outcome stayed unknown.</exception>
    public async Task<ReplaySummary> RunAsync(
        IReadOnlyList<string> paths, Action<LineOutcome> report, Action<double>? progress, CancellationToken cancellation)
    {
        var isEmpty = (await store.BooksAsync(cancellation)).Count == 0;
        var total = Math.Max(1, paths.Sum(p => new FileInfo(p).Length));
        long done = 0;
        foreach (var path in paths)
        {
            using var file = await ScenarioFile.OpenAsync(path, cancellation);
            await FileAsync(file, isEmpty, report, offset => progress?.Invoke((double)(done + offset) / total), cancellation);
            done += file.Length;
            isEmpty = false;
        }
        return new(_lines, _accepted, _lines - _accepted, _unexpected);
    }

    private async Task FileAsync(
        ScenarioFile file, bool isEmpty, Action<LineOutcome> report, Action<long> progress, CancellationToken cancellation)
    {
        var finished = await store.ReplayedAsync(file.Name, file.Hash, cancellation);
        var recorder = new OutcomeRecorder(store, file.Name, file.Hash);
        var known = new KnownThings();
        var schedule = new LaneSchedule(parallel);
        var fromStore = new KnownFromStore(store, known, isEmpty && finished.Count == 0);
        var stream = new StreamState(file, finished, recorder, known, fromStore, schedule, new Purses(store, schedule));
        var ahead = Channel.CreateBounded<Line>(new BoundedChannelOptions(MaxAhead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => ReadAsync(stream, ahead.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var line in ahead.Reader.ReadAllAsync(cancellation))
            {
                var outcome = await line.Done.Task.WaitAsync(cancellation);
                _lines++;
                _accepted += outcome.IsAccepted ? 1 : 0;
                _unexpected += outcome.IsExpected ? 0 : 1;
                report(outcome);
                progress(line.EndOffset);
            }
            await reading;
        }
        finally
        {
            stream.Schedule.Stop();
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await recorder.FinishAsync();
        }
    }

    private async Task ReadAsync(StreamState stream, ChannelWriter<Line> ahead, CancellationToken cancellation)
    {
        Exception? fault = null;
        try
        {
            BusinessTime? before = null;
            await foreach (var text in stream.File.LinesAsync(cancellation))
            {
                var defaultId = ScenarioFile.DefaultId(stream.File.Name, text.Number);
                var read = CommandReader.Read(text.Utf8, defaultId, before);
                before = read.At ?? before;
                var line = new Line(text.Number, text.EndOffset, read);
                var job = await JobOfAsync(stream, line, read.Id == defaultId ? null : read.Id, cancellation);
                // The channel is the limit of what is read ahead: first a place in it, then the work.
                await ahead.WriteAsync(line, cancellation);
                if (job is not null)
                {
                    stream.Schedule.Add(job);
                }
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        ahead.Complete(fault);
    }

    /// <summary>The work of a line; null when it has none: it cannot be read, or an earlier run finished it.</summary>
    private async ValueTask<Job?> JobOfAsync(StreamState stream, Line line, string? id, CancellationToken cancellation)
    {
        if (line.Read.Envelope is not { } envelope)
        {
            // Nothing but the file decides this; it needs no record.
            line.Finish(stream, line.Read.Rejection!.Code.Wire(), null, line.Read.Rejection);
            return null;
        }
        if (stream.FromStore.IsFull)
        {
            await stream.DrainAsync(line.Number).WaitAsync(cancellation);
            stream.FromStore.Forget();
        }
        await stream.FromStore.CompleteAsync(envelope.Command, cancellation);
        var lanes = Lanes.Of(envelope.Command, id, stream.Known);
        stream.Known.Learn(envelope.Command, envelope.Actor);
        if (stream.Finished.TryGetValue(line.Number, out var first))
        {
            var rejection = RejectionCodes.TryParse(first.Outcome, out var code) ? new Rejection(code) : null;
            line.Finish(stream, first.Outcome, first.Book is null ? null : $"{first.Book}/{first.Seq}", rejection);
            return null;
        }
        if (parallel > 1)
        {
            await stream.Purses.SettleAsync(lanes, cancellation);
        }
        return new Work(line.Number, lanes, () => ExecuteAsync(stream, line, envelope, cancellation));
    }

    private async Task ExecuteAsync(StreamState stream, Line line, Envelope envelope, CancellationToken cancellation)
    {
        try
        {
            var outcome = await OutcomeAsync(envelope, cancellation);
            if (outcome.Receipt is { } receipt)
            {
                stream.Recorder.Record(new(line.Number, envelope.Id, CommandReader.Accepted, receipt.Book, receipt.Seq));
                line.Finish(stream, CommandReader.Accepted, $"{receipt.Book}/{receipt.Seq}", null);
            }
            else
            {
                var code = outcome.Rejection!.Code.Wire();
                await stream.Recorder.RecordDurablyAsync(new(line.Number, envelope.Id, code, null, null));
                line.Finish(stream, code, null, outcome.Rejection);
            }
        }
        catch (Exception e)
        {
            // Nothing may run after a line whose outcome is not known; the lines before it are over first, for it is reported after them.
            stream.Schedule.StopAfter(line.Number);
            var failure = e is OperationCanceledException ? e : new ReplayFailedException(stream.File.Name, line.Number, envelope.Do, e);
            line.Done.TrySetException(failure);
        }
    }

    /// <summary>A line is over when its effects are, in every book. A failure is an unknown outcome; the same id answers it.</summary>
    private async Task<Outcome> OutcomeAsync(Envelope envelope, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await dispatcher.ExecuteAsync(envelope, cancellation);
                if (outcome.Receipt is { } receipt)
                {
                    await dispatcher.UntilAppliedAsync(receipt, cancellation);
                }
                return outcome;
            }
            catch (Exception e) when (e is not OperationCanceledException && attempt < MaxAttempts)
            {
                await Task.Delay(FirstWait * (1 << attempt), TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>A line on its way.</summary>
    private sealed class Line(int number, long endOffset, ReadResult read)
    {
        public int Number => number;
        public long EndOffset => endOffset;
        public ReadResult Read => read;
        public TaskCompletionSource<LineOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish(StreamState stream, string outcome, string? seq, Rejection? rejection) =>
            Done.TrySetResult(new(stream.File.Name, number, read.Do, outcome, seq, read.Expect ?? CommandReader.Accepted, rejection));
    }

    /// <summary>What belongs to one file.</summary>
    private sealed record StreamState(
        ScenarioFile File,
        IReadOnlyDictionary<int, ReplayedLine> Finished,
        OutcomeRecorder Recorder,
        KnownThings Known,
        KnownFromStore FromStore,
        LaneSchedule Schedule,
        Purses Purses)
    {
        /// <summary>Completes when every line before this one is over.</summary>
        public Task DrainAsync(int line)
        {
            var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Schedule.Add(new Work(line, null, () =>
            {
                drained.SetResult();
                return Task.CompletedTask;
            }));
            return drained.Task;
        }
    }
}
