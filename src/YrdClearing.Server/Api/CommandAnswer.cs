using System.Text.Json;
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
        receipt.Id, CommandReader.Accepted, $"{receipt.Book}/{receipt.Seq}", receipt.At, ResourceOf(receipt, envelope), pending);

    private static string ResourceOf(Receipt receipt, Envelope envelope)
    {
        using var body = JsonDocument.Parse(envelope.Body);
        var route = CommandRoutes.Of(envelope.Do, name => body.RootElement.TryGetProperty(name, out _));
        return route.Resource is null
            ? $"{ApiEndpoints.Root}/books/{receipt.Book}/entries/{receipt.Seq}"
            : route.ResourceOf(body.RootElement);
    }
}

/// <summary>The answer to one line of a stream of commands.</summary>
/// <param name="Line">The physical line, from 1.</param>
/// <param name="Id">The command's id, as far as it could be read.</param>
/// <param name="Do">The command's name, as far as it could be read.</param>
/// <param name="Outcome"><c>ok</c>, the rejection code, or <c>unavailable</c>, with which a stream ends.</param>
/// <param name="Receipt">Seq, time and resource of an accepted command.</param>
/// <param name="Problem">What stood in the way of a refused one.</param>
internal sealed record LineAnswer(
    int Line,
    string? Id,
    string? Do,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptView? Receipt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem)
{
    public static LineAnswer Of(int line, ReadResult read, CommandAnswer answer) => new(
        line, read.Id, read.Do, answer.Rejection?.Code.Wire() ?? CommandReader.Accepted, answer.Receipt,
        answer.Rejection is null ? null : Problem.Of(answer.Rejection));

    /// <summary>A line that is no line: the body ends in it.</summary>
    public static LineAnswer Of(int line, Rejection rejection) =>
        new(line, null, null, rejection.Code.Wire(), null, Problem.Of(rejection));

    /// <summary>Nobody knows whether the command was accepted; the stream ends here and is to be sent again from this line on.</summary>
    public static LineAnswer Unknown(int line, ReadResult read) => new(
        line, read.Id, read.Do, Problem.UnavailableCode, null,
        Problem.Unavailable("The server failed and the outcome is unknown: send this line and those after it again with the same ids."));
}

/// <summary>A receipt or a rejection.</summary>
internal sealed record CommandAnswer(ReceiptView? Receipt, Rejection? Rejection);

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
    public async Task<CommandAnswer> ExecuteAsync(ReadResult read, TimeSpan patience, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        if (read.Envelope is not { } envelope)
        {
            // A name that is no command's would make as many series as there are names.
            var command = CommandCatalogue.Find(read.Do ?? "")?.Do ?? "none";
            Telemetry.Answered(command, read.Rejection!.Code.Wire(), time.GetElapsedTime(started));
            return new(null, read.Rejection);
        }
        using var trace = Telemetry.Traces.StartActivity("command");
        trace?.SetTag("yrd.do", envelope.Do);
        var outcome = await MeasuredAsync(envelope, started, cancellation);
        if (outcome.Receipt is not { } receipt)
        {
            return new(null, outcome.Rejection);
        }
        return new(ReceiptView.Of(receipt, envelope, await IsPendingAsync(receipt.Applied, patience, time, cancellation)), null);
    }

    private async Task<Outcome> MeasuredAsync(Envelope envelope, long started, CancellationToken cancellation)
    {
        var told = Problem.UnavailableCode;
        try
        {
            var outcome = await dispatcher.ExecuteAsync(envelope, cancellation);
            told = outcome.Rejection?.Code.Wire() ?? CommandReader.Accepted;
            return outcome;
        }
        finally
        {
            Telemetry.Answered(envelope.Do, told, time.GetElapsedTime(started));
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
