using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class UnwritableBookTestsOnSqlite(SqliteDatabase database) : UnwritableBookTests(database), IClassFixture<SqliteDatabase>;

public sealed class UnwritableBookTestsOnPostgres(PostgresDatabase database)
    : UnwritableBookTests(database), IClassFixture<PostgresDatabase>;

/// <summary>
/// Found by reading: on PostgreSQL one book whose batch the database cannot take failed every book that was written together with it.
/// </summary>
public abstract class UnwritableBookTests(JournalDatabase database) : JournalTestBase(database)
{
    [Fact]
    public async Task A_book_whose_head_is_behind_its_entries_fails_alone()
    {
        await CommitAsync(await Database.OpenBookAsync(Fund), Appropriate("1", 5), Appropriate("2", 5));
        await Database.ExecuteAsync($"UPDATE head SET seq = seq - 1 WHERE book = '{Fund}'");
        await FailsAloneAsync();
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-10);
    }

    [Fact]
    public async Task A_book_whose_entries_the_database_refuses_with_an_error_of_its_own_fails_alone()
    {
        await Database.ExecuteAsync(Database.Store.IsPostgres
            ? $"ALTER TABLE entry ADD CONSTRAINT none_of_{Books.Region(Fund)} CHECK (book <> '{Fund}') NOT VALID"
            : $"""
              CREATE TRIGGER none_of_{Books.Region(Fund)} BEFORE INSERT ON entry WHEN NEW.book = '{Fund}'
              BEGIN SELECT RAISE(ABORT, 'none of this book'); END
              """);
        await FailsAloneAsync();
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBeNull();
    }

    /// <summary>Between the two sound ones, in one transaction where the database has one for several books.</summary>
    private async Task FailsAloneAsync()
    {
        var held = new HeldScheduler();
        await using var committer = new Committer(Database.Store, held);
        var names = new[] { Database.NextBook(), Fund, Database.NextBook() };
        var books = new List<Book>();
        foreach (var name in names)
        {
            books.Add(await Turns.Run(() => Book.OpenAsync(name, Database.Store, committer, TimeProvider.System, default)));
        }
        var commits = await Turns.Run(() => books.ConvertAll(b => b.CommitAsync(Appropriate("a-" + b.Name, 7, b.Name))));
        while (await Turns.Run(() => books.Any(b => b.Queued > 0)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        }
        held.LetGo();

        await Should.ThrowAsync<CommitUnknownException>(commits[1]);
        (await commits[0]).ShouldBe(new(CommitStatus.Written, 1));
        (await commits[2]).ShouldBe(new(CommitStatus.Written, 1));
        books.Select(b => b.Failure is null).ShouldBe([true, false, true]);
        (await CommitOneAsync(books[0], Appropriate("b-" + names[0], 7, names[0]))).ShouldBe(new(CommitStatus.Written, 2));
        (await CommitOneAsync(books[2], Appropriate("b-" + names[2], 7, names[2]))).ShouldBe(new(CommitStatus.Written, 2));
    }

    /// <summary>
    /// Runs nothing until it is let go, and then one thing at a time: what the books have ready by then is one transaction.
    /// </summary>
    private sealed class HeldScheduler : TaskScheduler
    {
        private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private Task _last;

        public HeldScheduler() => _last = _free.Task;

        public void LetGo() => _free.SetResult();

        protected override void QueueTask(Task task)
        {
            lock (_lock)
            {
                _last = _last.ContinueWith(_ => TryExecuteTask(task), CancellationToken.None, TaskContinuationOptions.None, Default);
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
