using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>An account's statement: opening balance, lines with the running balance, closing balance; JSON or CSV.</summary>
internal static class StatementRoutes
{
    private const string Path = "/books/{book}/accounts/{account}/statement";

    public static void Map(IEndpointRouteBuilder api) => api.MapRead(Path, StatementAsync).Describe(new(
        "statement",
        "Get an account's statement",
        "From the beginning of `from` to the end of `to`, both days of business time at +08:00; without them everything. A debit is "
            + $"positive. At most {ApiLimits.MaxStatementLines} lines. In CSV an apostrophe stands before a command's id that a "
            + "spreadsheet would run as a formula.")
    {
        Tag = "books",
        Answer = typeof(Statement),
        IsCsvToo = true,
        IsLarge = true,
        Parameters =
        [
            ApiParameter.InPath("book", "The book's name.", "fund:320000"),
            ApiParameter.InPath("account", "The account's name.", "assets:cash"),
            ApiParameter.InQuery("from", "The first day.", "2026-03-01"),
            ApiParameter.InQuery("to", "The last day.", "2026-03-31"),
            ApiParameter.Format,
        ],
        Example =
            """
            {"book":"fund:320000","account":"assets:cash","from":"2026-03-01","to":"2026-03-31","opening":"0.00",
            "lines":[{"seq":4,"at":"2026-03-02T09:00:00+08:00","event":"fund.deposited.1","aggregate":"fund:320000","actor":"bank:network",
            "command":"c-4","amount":"100000.00","balance":"100000.00"}],"closing":"100000.00"}
            """,
    });

    private static async Task<IResult> StatementAsync(HttpContext http, string book, string account, BookReads books)
    {
        var query = new Query(http.Request.Query);
        var (from, to, format) = (query.Day("from"), query.Day("to"), query.Word("format", "json", "csv"));
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        if (from > to || from == DateOnly.MinValue)
        {
            return Refusals.Malformed("from", "The first day must not be after the last one.");
        }
        if (await books.FindBookAsync(book, http.RequestAborted) is null)
        {
            return BookRoutes.NoBook();
        }
        if (await books.StatementAsync(book, account, from, to, http.RequestAborted) is not { } statement)
        {
            return Refusals.NotFound("Nothing was ever posted to such an account of this book.");
        }
        if (statement.Lines.Count > ApiLimits.MaxStatementLines)
        {
            return Refusals.Malformed("from", $"More than {ApiLimits.MaxStatementLines} lines: ask for fewer days at a time.");
        }
        return Csv.IsWanted(http, format)
            ? Csv.Answer($"{book}-{account}.csv".Replace(':', '-'), Csv.Lines(statement))
            : Results.Json(statement, ApiJson.Options);
    }
}
