using System.CommandLine;
using YrdClearing.Server.Verify;

namespace YrdClearing.Server.Export;

/// <summary><c>yrd export</c>: the whole journal, or one book, in a form that other tools read.</summary>
public static class ExportCommand
{
    public static Command Create()
    {
        var source = new JournalSource();
        var format = new Option<string>("--format") { Description = "hledger or csv.", DefaultValueFactory = _ => "hledger" };
        format.AcceptOnlyFromAmong("hledger", "csv");
        var book = new Option<string?>("--book") { Description = "Only this book, such as fund:310000." };
        var command = new Command("export", "Writes the journal for other tools: hledger (one transaction an entry) or CSV (one row a posting).\n\n"
            + "  yrd export --format hledger > journal.hledger && hledger -f journal.hledger check\n"
            + "  yrd export --format csv --book fund:310000 > entries.csv")
        {
            format, book,
        };
        source.AddTo(command);
        command.SetAction((parsed, cancellation) => source.ReadAsync(parsed, async store =>
        {
            using var journal = await JournalReader.OpenAsync(store, cancellation).ConfigureAwait(false);
            var books = journal.Books();
            if (parsed.GetValue(book) is { } only)
            {
                if (!books.Contains(only))
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync($"There is no book {only}.").ConfigureAwait(false);
                    return JournalSource.NotStarted;
                }
                books = [only];
            }
            var output = parsed.InvocationConfiguration.Output;
            await (parsed.GetValue(format) == "csv"
                ? CsvExport.WriteAsync(journal, books, output, cancellation)
                : HledgerExport.WriteAsync(journal, books, output, cancellation)).ConfigureAwait(false);
            await output.FlushAsync(cancellation).ConfigureAwait(false);
            return 0;
        }, cancellation));
        return command;
    }
}
