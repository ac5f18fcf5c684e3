using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Server.Cli;

/// <summary><c>yrd balances</c>: every account that is not zero, debit positive.</summary>
internal static class BalancesCommand
{
    private static readonly Option<string?> Book = new("--book") { Description = "One book only, such as fund:310000.", HelpName = "BOOK" };

    private static readonly Option<string?> At = new("--as-of")
    {
        Description = "Balances as of a business time (2026-03-31T18:00:00+08:00), the end of a day (2026-03-31), "
            + "or, with --book, a sequence of that book.",
        HelpName = "SEQ-OR-TIME",
    };

    public static ExampleCommand Create()
    {
        var command = new ExampleCommand(
            "balances",
            "Prints the balances of the books; a debit is positive, zeros are left out.",
            "yrd balances",
            "yrd balances --book fund:310000 --as-of 2026-03-31 --json",
            "yrd balances --book fund:310000 --as-of 57")
        {
            Book,
            At,
            DataOptions.Json,
        };
        DataOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var book = parsed.GetValue(Book);
        var asOf = Read(parsed.GetValue(At), book);
        await using var store = await DataOptions.OpenToReadAsync(parsed, cancellation);
        var balances = await new BalanceReads(store).ReadAsync(book, asOf, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(DataOptions.Json))
        {
            var texts = balances.ToDictionary(b => b.Key, b => b.Value.ToDictionary(a => a.Key, a => a.Value.ToString()));
            output.WriteLine(JsonSerializer.Serialize(texts, JsonOutput.Indented));
            return ExitCode.Ok;
        }
        var table = new TextTable(new("book"), new("account"), new("balance", IsRight: true));
        foreach (var (name, accounts) in balances)
        {
            foreach (var (account, balance) in accounts)
            {
                table.Add(name, account, balance.ToString());
            }
            if (accounts.Count == 0)
            {
                table.Add(name, "(nothing)", "");
            }
        }
        table.Write(output);
        return ExitCode.Ok;
    }

    /// <exception cref="UsageException">Neither a sequence nor a time, or a sequence without a book.</exception>
    internal static AsOf Read(string? text, string? book)
    {
        if (text is null)
        {
            return default;
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return book is not null ? new(null, seq) : throw new UsageException("A sequence belongs to one book: add --book.");
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue)
        {
            return new(new BusinessTime(BusinessTime.EndOf(day).UnixMicroseconds - 1), null);
        }
        return Rfc3339.TryParse(text, out var time, out var fault)
            ? new(time, null)
            : throw new UsageException($"--as-of '{text}' {fault}.");
    }
}
