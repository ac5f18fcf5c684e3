using System.Text;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>Reports as RFC 4180 text. Every value is a name, an id, a time or an amount of ours: one that needs quoting is a bug.</summary>
internal static class Csv
{
    private const string ContentType = "text/csv";

    /// <summary>The parameter decides; without it the first of JSON and CSV that the client accepts.</summary>
    public static bool IsWanted(HttpContext http, string? format) => format is not null
        ? format == "csv"
        : http.Request.GetTypedHeaders().Accept?.OrderByDescending(a => a.Quality ?? 1)
            .Select(a => a.MediaType.Value)
            .FirstOrDefault(a => a is ContentType or "application/json" or "*/*") == ContentType;

    public static IResult Answer(string fileName, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append("\r\n");
        }
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), ContentType + "; charset=utf-8", fileName);
    }

    /// <summary>Opening, the lines and closing; the lines' amounts add up to closing less opening.</summary>
    public static IEnumerable<string> Lines(Statement statement)
    {
        yield return "row,seq,at,event,aggregate,actor,command,amount,balance";
        yield return Row("opening", "", statement.From?.ToString("yyyy-MM-dd") ?? "", "", "", "", "", "", statement.Opening.ToString());
        foreach (var line in statement.Lines)
        {
            yield return Row(
                "line", $"{line.Seq}", line.At.ToString(), line.Event, line.Aggregate, line.Actor,
                line.Command ?? "", line.Amount.ToString(), line.Balance.ToString());
        }
        yield return Row("closing", "", statement.To?.ToString("yyyy-MM-dd") ?? "", "", "", "", "", "", statement.Closing.ToString());
    }

    public static IEnumerable<string> Lines(TrialBalanceView view)
    {
        yield return "book,account,debit,credit";
        foreach (var (book, trial) in view.Books)
        {
            foreach (var (account, balance) in trial.Balances)
            {
                yield return balance > Money.Zero
                    ? Row(book, account, balance.ToString(), "")
                    : Row(book, account, "", (-balance).ToString());
            }
            yield return Row(book, "total", trial.Debits.ToString(), trial.Credits.ToString());
        }
    }

    private static string Row(params IReadOnlyList<string> values) =>
        values.FirstOrDefault(v => v.AsSpan().IndexOfAny(",\"\r\n") >= 0) is { } odd
            ? throw new InvalidOperationException($"'{odd}' needs quoting, and no value of ours should.")
            : string.Join(',', values);
}
