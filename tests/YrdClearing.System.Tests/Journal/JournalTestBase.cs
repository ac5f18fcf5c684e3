using System.Security.Cryptography;
using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <summary>Requests as grains make them, for a book and ids of the test's own.</summary>
public abstract class JournalTestBase
{
    protected static readonly BusinessTime At = BusinessTime.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, BusinessTime.Offset));

    protected JournalTestBase(JournalDatabase database)
    {
        Database = database;
        Fund = database.NextBook();
    }

    protected JournalDatabase Database { get; }

    /// <summary>The book of this test.</summary>
    protected string Fund { get; }

    private protected Turns Turns => Database.Turns;

    /// <summary>An id that no other test uses.</summary>
    protected string Id(string id) => Books.Region(Fund) + "-" + id;

    protected CommitRequest Request(string id, string? book = null) => new()
    {
        Book = book ?? Fund,
        Aggregate = book ?? Fund,
        At = At,
        Actor = "operator:network",
        CommandId = Id(id),
        BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(id)),
        Event = "test.happened.1",
        Data = StoredJson.Of("""{"text":"科技创新券 𠮷","quote":"\"\\"}"""),
    };

    protected CommitRequest Appropriate(string id, long fen, string? book = null) =>
        Move(id, Accounts.BudgetAppropriated, Accounts.BudgetAvailable, fen) with { Book = book ?? Fund, Aggregate = book ?? Fund };

    protected CommitRequest Issue(string id, long fen) => Move(id, Accounts.BudgetAvailable, Accounts.BudgetIssued, fen) with
    {
        Guards = [new(RejectionCode.BudgetInsufficient, GuardKind.NotOverdrawn, Accounts.BudgetAvailable)],
    };

    protected CommitRequest Move(string id, string debit, string credit, long fen) => Request(id) with
    {
        Postings = [new(debit, fen), new(credit, -fen)],
    };

    protected static StateRow Row(string id, string status, string? parent = null) => new()
    {
        Id = id,
        Kind = id[..id.IndexOf(':')],
        Parent = parent,
        Status = status,
        Body = StoredJson.Of($$"""{"status":"{{status}}"}"""),
    };

    /// <summary>Commits as calls to a grain would: all of them in the book's turns, none waiting for another.</summary>
    protected async Task<CommitResult[]> CommitAsync(Book book, params CommitRequest[] requests) =>
        await Task.WhenAll(await Turns.Run(() => requests.Select(book.CommitAsync).ToArray()));

    protected async Task<CommitResult> CommitOneAsync(Book book, CommitRequest request) => (await CommitAsync(book, request))[0];

    protected async Task<long?> BalanceAsync(string account, string? book = null) =>
        (await Database.Store.BalancesAsync(book ?? Fund, [account], default)).TryGetValue(account, out var fen) ? fen : null;
}
