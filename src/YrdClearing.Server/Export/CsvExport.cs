using System.Globalization;
using CsvHelper;
using YrdClearing.Server.Verify;

namespace YrdClearing.Server.Export;

/// <summary>
/// The journal as a table for spreadsheets: a row a posting; an entry that moves no money has one row without account and amount. Only a
/// command's id begins with what a client, or a file's name, says.
/// </summary>
internal static class CsvExport
{
    private static readonly string[] Columns =
    [
        "book", "seq", "at", "recorded", "actor", "command", "cause", "aggregate", "event", "account", "amount", "currency",
    ];

    public static async Task WriteAsync(JournalReader journal, IEnumerable<string> books, TextWriter output, CancellationToken cancellation)
    {
        await using var csv = CsvWriter.Create(output, null, leaveOpen: true);
        await csv.WriteRecordAsync(Columns, cancellation);
        foreach (var book in books)
        {
            foreach (var entry in journal.Entries(book))
            {
                cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < Math.Max(1, entry.Amounts.Length); i++)
                {
                    var posted = i < entry.Amounts.Length;
                    await csv.WriteRecordAsync(
                    [
                        entry.Book, entry.Seq.ToString(CultureInfo.InvariantCulture),
                        ExportTime.Text(entry.At), ExportTime.Text(entry.Recorded),
                        entry.Actor, CsvCell.Of(entry.CommandId ?? ""),
                        entry.CauseBook is null ? "" : $"{entry.CauseBook}/{entry.CauseSeq}/{entry.CauseN}",
                        entry.Aggregate, entry.Event,
                        posted ? entry.Accounts[i] : "", posted ? Fen.Text(entry.Amounts[i]) : "", entry.Currency,
                    ], cancellation);
                }
            }
        }
    }
}
