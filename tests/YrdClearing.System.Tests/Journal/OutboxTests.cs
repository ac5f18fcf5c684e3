using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class OutboxTestsOnSqlite(SqliteDatabase database) : OutboxTests(database), IClassFixture<SqliteDatabase>;

public sealed class OutboxTestsOnPostgres(PostgresDatabase database) : OutboxTests(database), IClassFixture<PostgresDatabase>;

/// <summary>Messages arrive at least once, are applied once, in order per target, through failures and restarts.</summary>
public abstract partial class OutboxTests(JournalDatabase database) : JournalTestBase(database)
{
    private const string North = "fund:320000";
    private const string West = "fund:340000";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_command_is_over_when_what_its_messages_cause_is_applied_too()
    {
        var post = new Post(this);
        var book = await OpenAsync(post);
        post.Consequences = new TaskCompletionSource();
        var seq = await SendAsync(book, "1", To(North, "payout:O1"));
        var over = await Turns.Run(() => (Task: post.Outbox.WhenAppliedAsync(seq), 0));
        (await FlushAsync(post, null)).ShouldBeInRange(0, 1);
        over.Task.IsCompleted.ShouldBeFalse();
        post.Consequences.SetResult();
        await over.Task;
        (await Turns.Run(() => post.Outbox.Cursor)).ShouldBe(seq);
        await Turns.Run(() => post.Outbox.WhenAppliedAsync(seq));
    }

    /// <summary>Found by the simulation: after a restart, whoever asked was told that all was applied when only the first step was.</summary>
    [Fact]
    public async Task What_an_entry_before_the_restart_caused_is_waited_for_too()
    {
        var (post, over) = await WaitAfterRestartAsync();
        post.AskedFor.ShouldBe([new EntryPlace(North, post.Receiver!.Head.Seq)]);
        over.IsCompleted.ShouldBeFalse();
        post.Consequences!.SetResult();
        await over;
    }

    /// <summary>Found by reading: it was told that its waiting had been cancelled, which a client would have got as a fault of ours.</summary>
    [Fact]
    public async Task Whoever_waits_for_an_entry_before_the_restart_is_told_when_the_outbox_stops()
    {
        var (post, over) = await WaitAfterRestartAsync();
        // Whoever follows may hear of it only when its own patience is over.
        post.Outbox.Dispose();
        await Should.ThrowAsync<TimeoutException>(over);
    }

    /// <summary>
    /// Found by reading: each question was followed by itself, also when who asked had gone, and each of those asked the next book again and
    /// again.
    /// </summary>
    [Fact]
    public async Task However_many_wait_for_an_entry_before_the_restart_it_is_followed_once()
    {
        var (post, over) = await WaitAfterRestartAsync();
        var seq = (await Database.OpenBookAsync(Fund)).Head.Seq;
        for (var i = 0; i < 10; i++)
        {
            (await Turns.Run(() => (Task: post.Outbox.WhenAppliedAsync(seq), 0))).Task.IsCompleted.ShouldBeFalse();
        }
        post.AskedFor.Count.ShouldBe(1);
        post.Consequences!.SetResult();
        await over;
        // Over is over: it is looked up anew.
        await (await Turns.Run(() => (Task: post.Outbox.WhenAppliedAsync(seq), 0))).Task;
        post.AskedFor.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_lost_sight_of_is_looked_up_when_it_is_asked_for_again(bool isFollowed)
    {
        var post = new Post(this) { Receiver = await Database.OpenBookAsync(North), Follows = isFollowed, Consequences = new() };
        var book = await OpenAsync(post);
        post.Hold("payout:O1");
        var seq = await SendAsync(book, "1", To(North, "payout:O1"));
        var over = await Turns.Run(() => (Task: post.Outbox.WhenAppliedAsync(seq), 0));
        post.Release("payout:O1");
        await FlushAsync(post, null);
        post.Consequences.TrySetException(new InvalidOperationException("nobody answers"));
        await Should.ThrowAsync<TimeoutException>(over.Task);
        post.Consequences = new();
        var again = await Turns.Run(() => (Task: post.Outbox.WhenAppliedAsync(seq), 0));
        await post.AskedAsync();
        again.Task.IsCompleted.ShouldBeFalse();
        post.Consequences.SetResult();
        await again.Task;
        var next = await SendAsync(book, "2");
        await Turns.Run(() => post.Outbox.WhenAppliedAsync(next));
    }

    /// <summary>Found by reading: a refused command waited for the end of a run of deadlines, minutes on a large book.</summary>
    [Fact]
    public async Task A_flush_does_not_wait_for_a_run_of_deadlines_nor_does_a_run_take_anybodys_place()
    {
        var post = new Post(this);
        var book = await OpenAsync(post);
        for (var i = 0; i < Outbox.MaxRuns + 5; i++)
        {
            post.Hold($"deadlines:{i}");
        }
        await SendAsync(book, "1", [.. Enumerable.Range(0, Outbox.MaxRuns + 5).Select(i => To(North, $"deadlines:{i}"))]);
        await SendAsync(book, "2", To(North, "payout:O1"));
        (await FlushAsync(post, null)).ShouldBeInRange(0, 1);
        post.Applied.ShouldHaveSingleItem().Message.Target.ShouldBe("payout:O1");
        post.Attempted.Count(m => post.IsRun(m)).ShouldBe(Outbox.MaxRuns);
        for (var i = 0; i < Outbox.MaxRuns + 5; i++)
        {
            post.Release($"deadlines:{i}");
        }
        await Turns.Run(() => post.Outbox.WhenAppliedAsync(1));
        post.Applied.Count.ShouldBe(Outbox.MaxRuns + 6);
    }

    [Fact]
    public async Task A_stopped_outbox_tells_those_who_come_late()
    {
        var outbox = new Outbox(Fund, Database.Store, new Post(this), TimeProvider.System);
        outbox.Dispose();
        await Should.ThrowAsync<TimeoutException>(outbox.FlushAsync(null));
        await Should.ThrowAsync<TimeoutException>(outbox.WhenAppliedAsync(1));
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_after_doubling_waits()
    {
        var clock = new ImpatientClock();
        var post = new Post(this, clock) { Failures = 3 };
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(North, "payout:O1"), To(North, "payout:O1"));
        await FlushAsync(post, null);
        post.Applied.Select(m => m.Key.N).ShouldBe([0, 1]);
        clock.Waits.ShouldBe([Outbox.FirstWait, Outbox.FirstWait * 2, Outbox.FirstWait * 4]);
    }

    [Fact]
    public async Task A_message_that_cannot_be_applied_stops_its_target_alone_until_it_is_flushed()
    {
        var post = new Post(this, new ImpatientClock()) { FailsFor = "payout:O1" };
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(North, "payout:O1"), To(North, "payout:O1"), To(North, "payout:O2"), To(West, "payout:O3"));
        await Should.ThrowAsync<OutboxStoppedException>(FlushAsync(post, North));
        await FlushAsync(post, West);
        var stopped = (await Turns.Run(() => post.Outbox.Stopped)).ShouldHaveSingleItem();
        (stopped.To, stopped.Target, stopped.Message, stopped.Attempts).ShouldBe((North, "payout:O1", new(Fund, 1, 0), Outbox.MaxAttempts));
        stopped.Error.Message.ShouldBe("payout:O1 is not ready");
        post.Applied.Select(m => m.Message.Target).ShouldBe(["payout:O2", "payout:O3"], ignoreOrder: true);
        (await Turns.Run(() => post.Outbox.Cursor)).ShouldBe(0);

        post.FailsFor = null;
        (await FlushAsync(post, North)).ShouldBe(2);
        (await Turns.Run(() => post.Outbox.Stopped)).ShouldBeEmpty();
        post.Applied.Count.ShouldBe(4);
    }

    /// <summary>Found by reading: one refusal after a long outage stopped the target, told nobody, and left whoever flushed waiting.</summary>
    [Fact]
    public async Task What_is_refused_after_an_outage_has_as_many_attempts_as_ever_and_is_told_of()
    {
        var post = new Post(this, new ImpatientClock())
        {
            Failures = Outbox.MaxAttempts + 1,
            Failure = new TimeoutException("The database is away."),
            FailsFor = "payout:O1",
        };
        var all = post.Failures + Outbox.MaxAttempts;
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(North, "payout:O1"));
        // Whoever flushes is told after eight attempts of the outage, too.
        while (await Turns.Run(() => post.Attempted.Count) < all)
        {
            await Should.ThrowAsync<OutboxStoppedException>(FlushAsync(post, North).WaitAsync(TimeSpan.FromSeconds(30)));
        }
        // One more when it stopped just before the last flush, which tries it once.
        (await Turns.Run(() => post.Outbox.Stopped)).ShouldHaveSingleItem().Attempts.ShouldBeInRange(all, all + 1);
        post.Log.Told.Count.ShouldBe(2);
    }

    /// <summary>Found by measuring: each command that was refused while a target was stopped waited for eight attempts, six seconds.</summary>
    [Fact]
    public async Task A_flush_tries_what_is_stopped_once()
    {
        var clock = new ImpatientClock();
        var post = new Post(this, clock) { FailsFor = "payout:O1" };
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(North, "payout:O1"));
        await Should.ThrowAsync<OutboxStoppedException>(FlushAsync(post, North));
        var waits = clock.Waits.Count;
        await Should.ThrowAsync<OutboxStoppedException>(FlushAsync(post, North));
        post.Attempted.Count.ShouldBe(Outbox.MaxAttempts + 1);
        clock.Waits.Count.ShouldBe(waits);
    }

    /// <summary>Found by reading: a run that takes minutes, as one over a million vouchers does, raised the alarm.</summary>
    [Fact]
    public async Task A_run_that_takes_longer_than_a_call_is_no_fault()
    {
        var clock = new ImpatientClock();
        var post = new Post(this, clock) { Failures = 3 * Outbox.MaxAttempts, Failure = new TimeoutException("No answer yet.") };
        var book = await OpenAsync(post);
        var run = DeadlinesState.IdOf(North);
        await SendAsync(book, "1", To(North, run));
        await post.AppliedAsync(run, 1);
        post.Log.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_meets_an_outage_goes_on_by_itself_when_it_is_over()
    {
        var clock = new ImpatientClock();
        var post = new Post(this, clock)
        {
            Failures = 2 * Outbox.MaxAttempts + 3,
            Failure = new CommitUnknownException(North, new TimeoutException("The database is away.")),
        };
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(North, "payout:O1"));
        await post.AppliedAsync("payout:O1", 1);
        (await Turns.Run(() => post.Outbox.Stopped)).ShouldBeEmpty();
        clock.Waits.Max().ShouldBe(Outbox.FirstWait * 128);
        (await FlushAsync(post, null)).ShouldBe(0);
    }

    [Fact]
    public async Task Messages_to_one_target_arrive_in_order_and_others_do_not_wait_for_them()
    {
        var post = new Post(this);
        var book = await OpenAsync(post);
        post.Hold("payout:O1");
        await SendAsync(book, "1", To(North, "payout:O1"), To(North, "payout:O2"));
        await SendAsync(book, "2", To(North, "payout:O1"), To(West, "payout:O5"), To(North, "payout:O2"));
        await FlushAsync(post, West);
        await post.AppliedAsync("payout:O2", 2);
        post.Attempted.Count(m => m.Message.Target == "payout:O1").ShouldBe(1);
        post.Release("payout:O1");
        (await FlushAsync(post, North)).ShouldBeInRange(0, 2);
        post.Applied.Where(m => m.Message.Target == "payout:O1").Select(m => m.Key.Seq).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_cut_off_waits_for_every_earlier_message_of_its_pair_and_holds_up_no_other()
    {
        var post = new Post(this);
        var book = await OpenAsync(post);
        post.Hold("payout:O1");
        await SendAsync(book, "1", To(North, "payout:O1"), To(North, "payout:O2"), To(West, "payout:O9"));
        await SendAsync(book, "2", To(North, "clearing:x") with { AfterAll = true }, To(West, "clearing:y") with { AfterAll = true });
        await SendAsync(book, "3", To(North, "clearing:x"), To(North, "payout:O3"));
        await FlushAsync(post, West);
        await post.AppliedAsync("payout:O3", 1);
        post.Attempted.ShouldNotContain(m => m.Message.Target == "clearing:x");
        post.Applied.ShouldContain(m => m.Message.Target == "clearing:y");
        post.Release("payout:O1");
        await FlushAsync(post, null);
        post.Applied.Where(m => m.Message.Target == "clearing:x").Select(m => m.Key.Seq).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task After_a_restart_only_what_was_not_applied_is_delivered_again()
    {
        var receiver = Database.NextBook();
        var first = new Post(this) { Receiver = await Database.OpenBookAsync(receiver) };
        var book = await OpenAsync(first);
        await SendAsync(book, "1", To(receiver, "payout:O1"), To(receiver, "payout:O2"));
        await FlushAsync(first, null);
        first.Hold("payout:O3");
        await SendAsync(book, "2", To(receiver, "payout:O3"), To(receiver, "payout:O4"));
        await first.AppliedAsync("payout:O4", 1);

        await Database.ReopenAsync();
        var second = new Post(this) { Receiver = await Database.OpenBookAsync(receiver) };
        await OpenAsync(second);
        await FlushAsync(second, null);
        second.Attempted.Select(m => m.Message.Target).ShouldBe(["payout:O3"]);
        (await BalanceAsync(Accounts.Cash, receiver)).ShouldBe(4);
    }

    [Fact]
    public async Task The_head_says_with_each_batch_how_far_messages_are_delivered_and_never_more_than_that()
    {
        var post = new Post(this) { Receiver = await Database.OpenBookAsync(Database.NextBook()) };
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(North, "payout:O1"));
        await FlushAsync(post, null);
        post.Hold("payout:O2");
        await SendAsync(book, "2", To(North, "payout:O2"));
        await SendAsync(book, "3", To(North, "payout:O3"));
        await post.AppliedAsync("payout:O3", 1);
        await CommitOneAsync(book, Request("4"));
        book.Head.Delivered.ShouldBe(1, "the second entry's message is under way");
        post.Release("payout:O2");
        await FlushAsync(post, null);
        book.Head.Delivered.ShouldBe(1, "nothing has been written since");

        await Database.ReopenAsync();
        (await Database.OpenBookAsync(Fund)).Head.Delivered.ShouldBe(1);
        var again = new Post(this);
        var reopened = await OpenAsync(again);
        (await FlushAsync(again, null)).ShouldBe(0);
        await CommitOneAsync(reopened, Request("5"));
        again.Attempted.ShouldBeEmpty();
        reopened.Head.Delivered.ShouldBe(4, "what was applied already counts as soon as somebody has looked");
    }

    /// <summary>Heads did not say it once: process state did.</summary>
    [Fact]
    public async Task A_journal_whose_heads_do_not_say_what_is_delivered_delivers_what_is_pending()
    {
        var first = new Post(this);
        var book = await OpenAsync(first);
        first.Hold("payout:O1");
        await SendAsync(book, "1", To(North, "payout:O1"));
        await Database.ExecuteAsync("ALTER TABLE head DROP COLUMN delivered");
        await Database.ExecuteAsync("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%delivered.sql'");

        await Database.ReopenAsync();
        var second = new Post(this);
        await OpenAsync(second);
        await FlushAsync(second, null);
        second.Applied.ShouldHaveSingleItem().Message.Target.ShouldBe("payout:O1");
    }

    [Fact]
    public async Task What_is_delivered_twice_is_applied_once()
    {
        var receiver = Database.NextBook();
        var post = new Post(this) { Receiver = await Database.OpenBookAsync(receiver), LosesAnswers = 1, Clock = new ImpatientClock() };
        var book = await OpenAsync(post);
        await SendAsync(book, "1", To(receiver, "payout:O1"));
        await FlushAsync(post, receiver);
        post.Attempted.Count.ShouldBe(2);
        (await BalanceAsync(Accounts.Cash, receiver)).ShouldBe(1);
    }

    /// <summary>An outbox that began after an entry's message was applied, and a wait for that entry that has come to what it caused.</summary>
    private async Task<(Post Post, Task Over)> WaitAfterRestartAsync()
    {
        var receiver = await Database.OpenBookAsync(North);
        var before = new Post(this) { Receiver = receiver };
        var seq = await SendAsync(await OpenAsync(before), "1", To(North, "payout:O1"));
        // Applied before the restart: else it is sent once more after it, and then followed.
        await FlushAsync(before, null);
        var post = new Post(this) { Receiver = receiver, Consequences = new() };
        await OpenAsync(post);
        await FlushAsync(post, null);
        var over = await Turns.Run(() => (Task: post.Outbox.WhenAppliedAsync(seq), 0));
        await post.AskedAsync();
        return (post, over.Task);
    }

    private async Task<Book> OpenAsync(Post post)
    {
        var book = await Database.OpenBookAsync(Fund);
        post.Outbox = new(Fund, Database.Store, post, post.Clock, post.Log, post.Window);
        book.Written = post.Outbox.Enqueue;
        book.Delivered = () => post.Outbox.Cursor;
        await Turns.Run(() =>
        {
            post.Outbox.Start(book.Head);
            return Task.CompletedTask;
        });
        return book;
    }

    private async Task<long> SendAsync(Book book, string id, params OutgoingMessage[] messages) =>
        (await CommitOneAsync(book, Sending(id, messages))).Seq;

    private CommitRequest Sending(string id, params OutgoingMessage[] messages) =>
        Request(id) with { Messages = [.. messages.Select((m, n) => m with { N = n })] };

    private Task<int> FlushAsync(Post post, string? toBook) => Turns.Run(() => post.Outbox.FlushAsync(toBook));

    private static OutgoingMessage To(string book, string target) => new(0, book, target, "payout.record-due.1", StoredJson.Of("{}"));
}
