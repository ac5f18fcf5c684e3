using System.CommandLine;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Registrations;
using YrdClearing.Server.Verify;

namespace YrdClearing.Server.Export;

/// <summary><c>yrd export</c>: the whole journal, or one book, in a form that other tools read.</summary>
public static class ExportCommand
{
    private const string Registrations = "registrations";

    private static readonly Option<string> Format = new("--format")
    {
        Description = "hledger (one transaction an entry), csv (one row a posting) or registrations (one row a registered contract).",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "hledger",
    };

    private static readonly Option<string?> Book = new("--book") { Description = "One book only, such as fund:310000.", HelpName = "BOOK" };

    private static readonly Option<int?> Year = new("--year")
    {
        Description = "With registrations: those of one year.",
        HelpName = "YEAR",
    };

    private static readonly Option<bool> Mark = new("--bom")
    {
        Description = "With registrations: a byte order mark first, by which Excel knows UTF-8.",
    };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("hledger", "csv", Registrations);
        Year.Validators.Add(RegistrationOptions.CheckYear);
        var command = new ExampleCommand(
            "export",
            "Writes the journal for other tools: plain-text accounting or a table.",
            "yrd export --format hledger > journal.hledger && hledger -f journal.hledger check",
            "yrd export --format csv --book fund:310000 > entries.csv",
            "yrd export --format registrations --year 2022 --bom > registrations.csv")
        {
            Format,
            Book,
            Year,
            Mark,
        };
        DataOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var isOfRegistrations = parsed.GetValue(Format) == Registrations;
        if (isOfRegistrations && parsed.GetValue(Book) is not null)
        {
            throw new UsageException("--book is for entries, not for registrations.");
        }
        if (!isOfRegistrations && (parsed.GetValue(Year) is not null || parsed.GetValue(Mark)))
        {
            throw new UsageException("--year and --bom are for registrations.");
        }
        await using var store = await DataOptions.OpenToReadAsync(parsed, cancellation);
        if (isOfRegistrations)
        {
            return await RegistrationsAsync(parsed, store, cancellation);
        }
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

    private static async Task<int> RegistrationsAsync(ParseResult parsed, JournalStore store, CancellationToken cancellation)
    {
        await using var csv = await RegistrationFile.BeginAsync(
            parsed.InvocationConfiguration.Output, parsed.GetValue(Mark), cancellation);
        await foreach (var row in new RegistrationReads(store).RowsAsync(parsed.GetValue(Year), cancellation))
        {
            await RegistrationFile.AddAsync(csv, row, cancellation);
        }
        return ExitCode.Ok;
    }
}
