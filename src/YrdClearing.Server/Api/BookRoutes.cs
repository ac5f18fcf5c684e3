using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>The balances of a book; accounts whose balance is zero are left out.</summary>
internal sealed record BalancesView(string Book, DateOnly? AsOf, IReadOnlyDictionary<string, MoneySum> Balances, string? Next);

/// <summary>A book's trial balance: debits and credits are equal, or the ledger is broken.</summary>
internal sealed record BookTrialBalance(
    IReadOnlyDictionary<string, MoneySum> Balances, MoneySum Debits, MoneySum Credits, MoneySum Total);

internal sealed record TrialBalanceView(DateOnly? AsOf, IReadOnlyDictionary<string, BookTrialBalance> Books);

/// <summary>Books: entries, balances, statements and the trial balance.</summary>
internal static class BookRoutes
{
    public const string EntryExample =
        """
        {"book":"fund:320000","seq":4,"at":"2026-03-02T09:00:00+08:00","recorded":"2026-03-02T09:00:01.25+08:00","actor":"fund:320000/li",
        "command":"c-4","cause":null,"aggregate":"voucher:V1","event":"voucher.approved.1","data":{},
        "postings":[{"account":"budget:available","amount":"50000.00"},{"account":"budget:issued","amount":"-50000.00"}],"hash":"9f2c…"}
        """;

    private const string AsOf = "asOf";

    private static readonly ApiParameter Book = ApiParameter.InPath("book", "The book's name.", "fund:320000");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapRead("/books", ListAsync).Describe(new("books", "List the books", "Every book, and where its chain of entries stands.")
        {
            Tag = "books",
            Answer = typeof(Page<BookView>),
            Example = """{"items":[{"book":"fund:320000","seq":57,"hash":"9f2c…"}],"next":null}""",
        });
        api.MapRead("/books/{book}/entries", EntriesAsync).Describe(new("entries", "List a book's entries", "In order of their number.")
        {
            Tag = "books",
            Answer = typeof(Page<EntryView>),
            Parameters =
            [
                Book,
                ApiParameter.InQuery("aggregate", "Only entries that changed this.", "voucher:V1"),
                ApiParameter.Limit(ApiLimits.DefaultPageItems, ApiLimits.MaxPageItems),
                ApiParameter.After,
            ],
            Example = $$"""{"items":[{{EntryExample}}],"next":null}""",
        });
        api.MapRead("/books/{book}/entries/{seq:long:min(1)}", EntryAsync).Describe(new("entry", "Get an entry", "One entry by its number.")
        {
            Tag = "books",
            Answer = typeof(EntryView),
            Parameters = [Book, ApiParameter.InPath("seq", "The entry's number, from 1.", "4")],
            Example = EntryExample,
        });
        api.MapRead("/books/{book}/balances", BalancesAsync).Describe(new(
            "balances", "Get a book's balances", "A debit is positive; accounts at zero are left out.")
        {
            Tag = "books",
            Answer = typeof(BalancesView),
            IsLargeWith = AsOf,
            Parameters =
            [
                Book,
                ApiParameter.InQuery(AsOf, "The balances at the end of this day; now if not given.", "2026-03-31"),
                ApiParameter.Limit(ApiLimits.MaxBalanceItems, ApiLimits.MaxBalanceItems),
                ApiParameter.After,
            ],
            Example =
                """
                {"book":"fund:320000","asOf":null,"balances":{"assets:cash":"80000.00","equity:treasury":"-80000.00"},"next":null}
                """,
        });
        api.MapRead("/trial-balance", TrialBalanceAsync).Describe(new(
            "trial-balance", "Get the trial balance of all books", "Every book's accounts, debits, credits and their total: zero.")
        {
            Tag = "books",
            Answer = typeof(TrialBalanceView),
            IsCsvToo = true,
            IsLarge = true,
            Parameters = [ApiParameter.InQuery(AsOf, "At the end of this day; now if not given.", "2026-03-31"), ApiParameter.Format],
            Example =
                """
                {"asOf":"2026-03-31","books":{"fund:320000":{"balances":{"assets:cash":"80000.00","equity:treasury":"-80000.00"},
                "debits":"80000.00","credits":"80000.00","total":"0.00"}}}
                """,
        });
    }

    private static async Task<IResult> ListAsync(HttpContext http, BookReads books)
    {
        if (new Query(http.Request.Query).IsRefused(out var refusal))
        {
            return refusal;
        }
        return Results.Json(new Page<BookView>(await books.BooksAsync(http.RequestAborted), null), ApiJson.Options);
    }

    private static async Task<IResult> EntriesAsync(HttpContext http, string book, BookReads books, EntryReads entries)
    {
        var query = new Query(http.Request.Query);
        var (aggregate, limit, after) = (query.Text("aggregate"), query.Limit(), query.AfterSeq());
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        if (await books.FindBookAsync(book, http.RequestAborted) is null)
        {
            return NoBook();
        }
        var found = await entries.ReadAsync(book, after, aggregate, limit + 1, http.RequestAborted);
        var page = found.Count <= limit
            ? new Page<EntryView>(found, null)
            : new(found.Take(limit).ToList(), Cursor.Write($"{found[limit - 1].Seq}"));
        return Results.Json(page, ApiJson.Options);
    }

    private static async Task<IResult> EntryAsync(HttpContext http, string book, long seq, EntryReads entries)
    {
        if (new Query(http.Request.Query).IsRefused(out var refusal))
        {
            return refusal;
        }
        return await entries.ReadAsync(book, seq - 1, aggregate: null, take: 1, http.RequestAborted) is [{ } entry] && entry.Seq == seq
            ? Results.Json(entry, ApiJson.Options)
            : Refusals.NotFound("There is no such entry.");
    }

    private static async Task<IResult> BalancesAsync(HttpContext http, string book, BookReads books)
    {
        var query = new Query(http.Request.Query);
        var (asOf, limit, after) =
            (query.Day(AsOf), query.Limit(ApiLimits.MaxBalanceItems, ApiLimits.MaxBalanceItems), query.After());
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        if (await books.FindBookAsync(book, http.RequestAborted) is null)
        {
            return NoBook();
        }
        var found = await books.BalancesAsync(book, asOf, after ?? "", limit + 1, http.RequestAborted);
        var next = found.Count > limit ? Cursor.Write(found[limit - 1].Account) : null;
        var balances = found.Take(limit).ToDictionary(b => b.Account, b => b.Balance);
        return Results.Json(new BalancesView(book, asOf, balances, next), ApiJson.Options);
    }

    private static async Task<IResult> TrialBalanceAsync(HttpContext http, BookReads books)
    {
        var query = new Query(http.Request.Query);
        var (asOf, format) = (query.Day(AsOf), query.Word("format", "json", "csv"));
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        if (await TrialBalancesAsync(books, asOf, http.RequestAborted) is not { } all)
        {
            return new Rejection(RejectionCode.Malformed, Detail:
                $"There are more than {ApiLimits.MaxTrialBalanceItems} accounts: ask for the balances of each book.").Refuse();
        }
        var view = new TrialBalanceView(asOf, all);
        return Csv.IsWanted(http, format) ? Csv.Answer("trial-balance.csv", Csv.Lines(view)) : Results.Json(view, ApiJson.Options);
    }

    /// <summary>Null when there are more accounts than one answer may have.</summary>
    private static async Task<IReadOnlyDictionary<string, BookTrialBalance>?> TrialBalancesAsync(
        BookReads books, DateOnly? asOf, CancellationToken cancellation)
    {
        var all = new SortedDictionary<string, BookTrialBalance>(StringComparer.Ordinal);
        var room = ApiLimits.MaxTrialBalanceItems;
        foreach (var book in await books.BooksAsync(cancellation))
        {
            if (book.Book == Books.Network)
            {
                continue;
            }
            var balances = await books.BalancesAsync(book.Book, asOf, "", room + 1, cancellation);
            room -= balances.Count;
            if (room < 0)
            {
                return null;
            }
            var debits = MoneySum.Of(balances.Select(b => b.Balance).Where(b => b > MoneySum.Zero));
            var credits = -MoneySum.Of(balances.Select(b => b.Balance).Where(b => b < MoneySum.Zero));
            all.Add(book.Book, new(balances.ToDictionary(b => b.Account, b => b.Balance), debits, credits, debits - credits));
        }
        return all;
    }

    public static IResult NoBook() => Refusals.NotFound("There is no such book.");
}
