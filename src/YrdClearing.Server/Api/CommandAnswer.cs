using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>What an accepted command is answered with.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Outcome">Always <c>ok</c>; a refusal is a <see cref="Problem"/>.</param>
/// <param name="Seq">Book and number of its home entry, <c>fund:310000/57</c>.</param>
/// <param name="At">Business time.</param>
/// <param name="Resource">What changed, to read it.</param>
/// <param name="Pending">True when effects in other books are still on their way; absent otherwise.</param>
internal sealed record ReceiptView(
    string Id,
    string Outcome,
    string Seq,
    BusinessTime At,
    string Resource,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Pending)
{
    public static ReceiptView Of(Receipt receipt, Envelope envelope, bool pending) => new(
        receipt.Id, CommandReader.Accepted, $"{receipt.Book}/{receipt.Seq}", receipt.At, CommandRoutes.ResourceOf(receipt, envelope), pending);
}

/// <summary>A receipt or a rejection.</summary>
/// <param name="Receipt">Of an accepted command.</param>
/// <param name="IsPending">True when its effects in other books are still on their way.</param>
/// <param name="Rejection">Of a refused one.</param>
internal readonly record struct CommandAnswer(Receipt? Receipt, bool IsPending, Rejection? Rejection);

/// <summary>The way of every command that comes over HTTP, whichever route it took: read, dispatched, waited for.</summary>
internal sealed class CommandGate(Dispatcher dispatcher, BusinessClock clock, TimeProvider time)
{
    /// <summary>Reads one command that stands by itself: its time may be any, the business clock's if it names none.</summary>
    public ReadResult Read(ReadOnlySpan<byte> body, IReadOnlyList<KeyValuePair<string, string>> given) =>
        CommandReader.Read(body, defaultId: null, clock.Now, atMayPrecede: true, given);

    /// <summary>Reads a line of a stream whose line before was at <paramref name="before"/> (null: there was none).</summary>
    public ReadResult ReadLine(ReadOnlySpan<byte> line, BusinessTime? before, IReadOnlyList<KeyValuePair<string, string>> given) =>
        CommandReader.Read(line, defaultId: null, before ?? clock.Now, atMayPrecede: before is null, given);

    /// <summary>Executes what was read and waits, as long as its patience lasts, until its effects are applied in every book.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="patience">How long it waits for effects.</param>
    /// <param name="hurry">Ends the patience.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    /// <param name="isRetry">See <see cref="Dispatcher.ExecuteAsync"/>.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommandAnswer> ExecuteAsync(
        ReadResult read, TimeSpan patience, CancellationToken hurry, CancellationToken cancellation, bool isRetry)
    {
        var started = time.GetTimestamp();
        if (read.Envelope is not { } envelope)
        {
            return new(null, IsPending: false, Refuse(read));
        }
        using var trace = Telemetry.Traces.StartActivity("command");
        trace?.SetTag("yrd.do", envelope.Do);
        var told = Problem.UnavailableCode;
        Outcome outcome;
        try
        {
            outcome = await dispatcher.ExecuteAsync(envelope, cancellation, isRetry);
            told = outcome.Rejection?.Code.Wire() ?? CommandReader.Accepted;
        }
        finally
        {
            Telemetry.Answered(envelope.Do, told, time.GetElapsedTime(started));
        }
        var isPending = outcome.Receipt is { HasEffects: true } receipt && await IsPendingAsync(receipt, patience, hurry, cancellation);
        return new(outcome.Receipt, isPending, outcome.Rejection);
    }

    /// <summary>The answer to what could not be read, which counts as a command that was answered at once.</summary>
    public static Rejection Refuse(ReadResult read)
    {
        var rejection = read.Rejection!;
        // A name that is no command's would make as many series as there are names.
        Telemetry.Answered(CommandCatalogue.Find(read.Do ?? "")?.Do ?? "none", rejection.Code.Wire(), TimeSpan.Zero);
        return rejection;
    }

    private async Task<bool> IsPendingAsync(
        Receipt receipt, TimeSpan patience, CancellationToken hurry, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(hurry, cancellation);
        var applied = dispatcher.UntilAppliedAsync(receipt, waiting.Token);
        try
        {
            return !applied.IsCompletedSuccessfully && await IsPendingAsync(applied, patience, time, waiting.Token);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return true;
        }
        finally
        {
            // Nobody waits any more: neither may what waited for them.
            await waiting.CancelAsync();
        }
    }

    /// <summary>True when it is not done within the patience.</summary>
    internal static async Task<bool> IsPendingAsync(Task applied, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await applied.WaitAsync(patience, time, cancellation);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
