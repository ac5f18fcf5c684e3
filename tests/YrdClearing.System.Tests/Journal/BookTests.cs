using System.Security.Cryptography;
using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class BookTestsOnSqlite(SqliteDatabase database) : BookTests(database), IClassFixture<SqliteDatabase>;

public sealed class BookTestsOnPostgres(PostgresDatabase database) : BookTests(database), IClassFixture<PostgresDatabase>;

public abstract class BookTests(JournalDatabase database)
{
    private static readonly BusinessTime At = BusinessTime.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, BusinessTime.Offset));

    private readonly string _book = database.NextBook();
    private readonly Turns _turns = new();

    [Fact]
    public async Task An_entry_is_there_after_a_restart()
    {
        var book = await database.OpenBookAsync(_book);
        var result = await CommitAsync(book, Appropriate("1", 100_00));
        result.ShouldBe(new(CommitStatus.Written, 1));
        await database.ReopenAsync();
        (await database.Store.BalancesAsync(_book, [Accounts.BudgetAvailable, Accounts.Cash], default))
            .ShouldBe(new Dictionary<string, long> { [Accounts.BudgetAvailable] = -100_00 });
        var receipt = (await database.Store.FindReceiptAsync(Id("1"), default)).ShouldNotBeNull();
        (receipt.Book, receipt.Seq, receipt.AtMicroseconds).ShouldBe((_book, 1, At.UnixMicroseconds));
        (await CommitAsync(await database.OpenBookAsync(_book), Appropriate("2", 1))).Seq.ShouldBe(2);
    }

    protected CommitRequest Appropriate(string id, long fen) => Request(id) with
    {
        Postings = [new(Accounts.BudgetAppropriated, fen), new(Accounts.BudgetAvailable, -fen)],
    };

    protected CommitRequest Request(string id) => new()
    {
        Book = _book,
        Aggregate = _book,
        At = At,
        Actor = "operator:network",
        CommandId = Id(id),
        BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(id)),
        Event = "test.happened.1",
        Data = """{"text":"科技创新券"}""",
    };

    protected string Id(string id) => Books.Region(_book) + "-" + id;

    protected Task<CommitResult> CommitAsync(Book book, CommitRequest request) => _turns.Run(() => book.CommitAsync(request));
}
