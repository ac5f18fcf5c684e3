using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Registrations;
using YrdClearing.Grains;

namespace YrdClearing.Server.Registrations;

/// <summary>
/// Takes a registration file into the register: each row is one command through the dispatcher, a batch at a time side by side, so that the
/// journal commits them together. A row that is refused changes nothing and is named; the others are not held up. A row's command id is its
/// number: the same file again changes nothing either.
/// </summary>
internal sealed class RegistrationImport(Dispatcher dispatcher, BusinessTime at, string actor)
{
    /// <summary>Rows under way at the same time, and kept in memory.</summary>
    public const int BatchRows = 512;

    /// <param name="rows">The file's, read once as they are needed.</param>
    /// <param name="refused">Told of each row that changed nothing, in the order of the file.</param>
    /// <param name="progress">Told of the rows done so far.</param>
    /// <param name="cancellation">Ends after the batch under way.</param>
    public async Task<ImportSummary> RunAsync(
        IEnumerable<RegistrationRow> rows, Action<RefusedRow> refused, Action<long> progress, CancellationToken cancellation)
    {
        var summary = new ImportSummary(0, 0, 0);
        var batch = new List<RegistrationRow>(BatchRows);
        var numbers = new HashSet<string>(BatchRows, StringComparer.Ordinal);
        async Task FlushAsync()
        {
            summary = summary.With(await SendAsync(batch, refused, cancellation), batch.Count);
            progress(summary.Rows);
            batch.Clear();
            numbers.Clear();
        }
        foreach (var row in rows)
        {
            // Of two rows with one number the first counts, so the second waits for it.
            if (batch.Count == BatchRows || !numbers.Add(row.Number))
            {
                await FlushAsync();
                numbers.Add(row.Number);
            }
            batch.Add(row);
        }
        await FlushAsync();
        return summary;
    }

    /// <summary>How many of the batch were refused.</summary>
    private async Task<int> SendAsync(List<RegistrationRow> batch, Action<RefusedRow> refused, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var count = 0;
        var answers = await Task.WhenAll(batch.Select(row => ExecuteAsync(row, cancellation)));
        foreach (var answer in answers)
        {
            if (answer is not null)
            {
                count++;
                refused(answer);
            }
        }
        return count;
    }

    /// <summary>Null when the row is in the register.</summary>
    private async Task<RefusedRow?> ExecuteAsync(RegistrationRow row, CancellationToken cancellation)
    {
        if (row.Fields is null)
        {
            return new(row.Line, row.Number, RejectionCode.Malformed.Wire(), null, row.Fault!);
        }
        var read = CommandReader.Read(row.ToCommand(actor, RegistrationCommands.Record), RegistrationState.KeyOf(row.Number), at);
        var rejection = read.Rejection ?? (await dispatcher.ExecuteAsync(read.Envelope!, cancellation)).Rejection;
        return rejection is null ? null : Refused(row, rejection);
    }

    private static RefusedRow Refused(RegistrationRow row, Rejection rejection) => rejection.Code switch
    {
        // The command id is the number, so an id that is taken means the same to whoever reads the list.
        RejectionCode.CommandIdReused or RejectionCode.AlreadyExists => new(
            row.Line, row.Number, RejectionCode.AlreadyExists.Wire(), "number",
            "The number is registered already: with other particulars, by somebody else or by another way."),
        RejectionCode.Malformed => new(row.Line, row.Number, rejection.Code.Wire(), rejection.Field, rejection.Detail!),
        _ => new(row.Line, row.Number, rejection.Code.Wire(), rejection.Field, RejectionTexts.English(rejection)),
    };
}

/// <summary>A row that changed nothing.</summary>
/// <param name="Line">Physical line in the file.</param>
/// <param name="Number">Registration number, empty where it cannot be read.</param>
/// <param name="Code">Rejection code.</param>
/// <param name="Field">The column at fault; null when it is none.</param>
/// <param name="Reason">A sentence for people.</param>
internal sealed record RefusedRow(long Line, string Number, string Code, string? Field, string Reason);

/// <summary>What became of a file.</summary>
/// <param name="Rows">Without the heading.</param>
/// <param name="Registered">In the register now, or before with the same particulars.</param>
/// <param name="Refused">Changed nothing.</param>
internal sealed record ImportSummary(long Rows, long Registered, long Refused)
{
    public ImportSummary With(int refused, int rows) => new(Rows + rows, Registered + rows - refused, Refused + refused);
}
