using System.Text;
using CsvHelper;
using YrdClearing.Domain.Ledger;
using YrdClearing.Server.Export;
using YrdClearing.Server.Registrations;

namespace YrdClearing.Server.Api;

/// <summary>Reports as RFC 4180 text, quoted where a value needs it (a command id may hold a file's name).</summary>
internal static class Csv
{
    private const string ContentType = "text/csv";

    /// <summary>The parameter decides; without it the first of JSON and CSV that the client accepts.</summary>
    public static bool IsWanted(HttpContext http, string? format) => format is not null
        ? format == "csv"
        : MediaTypes.Accepted(http).FirstOrDefault(a => a is ContentType or "application/json" or "*/*") == ContentType;

    public static IResult Answer(string fileName, IEnumerable<string[]> records)
    {
        using var text = new StringWriter();
        using (var csv = CsvWriter.Create(text, null, leaveOpen: true))
        {
            foreach (var record in records)
            {
                csv.WriteRecord(record);
            }
        }
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), ContentType + "; charset=utf-8", fileName);
    }

    /// <summary>
    /// Opening, the lines and closing; the lines' amounts add up to closing less opening. Only a command's id begins with what a client, or
    /// a file's name, says.
    /// </summary>
    public static IEnumerable<string[]> Lines(Statement statement)
    {
        yield return ["row", "seq", "at", "event", "aggregate", "actor", "command", "amount", "balance"];
        yield return ["opening", "", statement.From?.ToString("yyyy-MM-dd") ?? "", "", "", "", "", "", statement.Opening.ToString()];
        foreach (var line in statement.Lines)
        {
            yield return
            [
                "line", $"{line.Seq}", line.At.ToString(), line.Event, line.Aggregate, line.Actor,
                CsvCell.Of(line.Command ?? ""), line.Amount.ToString(), line.Balance.ToString(),
            ];
        }
        yield return ["closing", "", statement.To?.ToString("yyyy-MM-dd") ?? "", "", "", "", "", "", statement.Closing.ToString()];
    }

    /// <summary>A row a pair of provinces and type, then the sums.</summary>
    public static IEnumerable<string[]> Lines(IReadOnlyList<PairTotal> totals) =>
        ContractReport.Rows(totals)
            .Select(r => (string[])
                [r.From, r.To, r.Type, $"{r.Total.Contracts}", r.Total.ContractValue.ToString(), r.Total.TechnologyValue.ToString()])
            .Prepend(["seller", "buyer", "type", "contracts", "contractValue", "technologyValue"]);

    public static IEnumerable<string[]> Lines(TrialBalanceView view)
    {
        yield return ["book", "account", "debit", "credit"];
        foreach (var (book, trial) in view.Books)
        {
            foreach (var (account, balance) in trial.Balances)
            {
                yield return balance > MoneySum.Zero
                    ? [book, account, balance.ToString(), ""]
                    : [book, account, "", (-balance).ToString()];
            }
            yield return [book, "total", trial.Debits.ToString(), trial.Credits.ToString()];
        }
    }
}
