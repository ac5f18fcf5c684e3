using System.CommandLine;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Verify;

namespace YrdClearing.Server.Export;

/// <summary><c>yrd export</c>: the whole journal, or one book, in a form that other tools read.</summary>
public static class ExportCommand
{
    private static readonly Option<string> Format = new("--format")
    {
        Description = "hledger (one transaction an entry) or csv (one row a posting).",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "hledger",
    };

    private static readonly Option<string?> Book = new("--book") { Description = "One book only, such as fund:310000.", HelpName = "BOOK" };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("hledger", "csv");
        var command = new ExampleCommand(
            "export",
            "Writes the journal for other tools: plain-text accounting or a table.",
            "yrd export --format hledger > journal.hledger && hledger -f journal.hledger check",
            "yrd export --format csv --book fund:310000 > entries.csv")
        {
            Format,
            Book,
        };
        DataOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = await DataOptions.OpenToReadAsync(parsed, cancellation);
        using var journal = await JournalReader.OpenAsync(store, cancellation);
        var books = journal.Books();
        if (parsed.GetValue(Book) is { } only)
        {
            books = books.Contains(only) ? [only] : throw new FailedException($"There is no book {only}.");
        }
        var output = parsed.InvocationConfiguration.Output;
        await (parsed.GetValue(Format) == "csv"
            ? CsvExport.WriteAsync(journal, books, output, cancellation)
            : HledgerExport.WriteAsync(journal, books, output, cancellation));
        return ExitCode.Ok;
    }
}
