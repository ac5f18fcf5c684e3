using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <content>More is pending than fits into memory, or than one book takes.</content>
public abstract partial class OutboxTests
{
    [Fact]
    public async Task What_does_not_fit_into_the_window_waits_in_the_journal()
    {
        const int entries = 60;
        var post = new Post(this) { Window = 8, Receiver = await Database.OpenBookAsync(Database.NextBook()) };
        var book = await OpenAsync(post);
        post.Hold("payout:O0");
        var sent = await CommitAsync(book, [.. Enumerable.Range(0, entries).Select(i => Sending("s" + i, To(North, "payout:O" + i % 7)))]);
        sent.ShouldAllBe(s => s.Status == CommitStatus.Written);
        (await Turns.Run(() => post.Outbox.Pending)).ShouldBeLessThanOrEqualTo(8);
        // Nobody follows it there.
        await Should.ThrowAsync<TimeoutException>(Turns.Run(() => post.Outbox.WhenAppliedAsync(entries)));
        post.Release("payout:O0");
        await FlushAsync(post, North);
        await Turns.Run(() => post.Outbox.WhenAppliedAsync(entries));
        post.Applied.Count.ShouldBe(entries);
        foreach (var target in post.Applied.GroupBy(m => m.Message.Target))
        {
            target.Select(m => m.Key.Seq).ShouldBeInOrder();
        }
        (await Turns.Run(() => post.Outbox.Cursor)).ShouldBe(entries);
    }

    /// <summary>Found by reading: deliveries to a book that did not answer took all the places that there were for a minute.</summary>
    [Fact]
    public async Task A_book_that_does_not_answer_leaves_the_others_their_places()
    {
        var post = new Post(this);
        var book = await OpenAsync(post);
        var held = Enumerable.Range(0, Outbox.MaxInFlight + 5).Select(i => $"payout:O{i}").ToList();
        held.ForEach(post.Hold);
        await SendAsync(book, "1", [.. held.Select(target => To(North, target))]);
        await SendAsync(book, "2", To(West, "payout:W1"));
        await FlushAsync(post, West).WaitAsync(Patience);
        post.Applied.ShouldHaveSingleItem().Message.Target.ShouldBe("payout:W1");
        post.Attempted.Count(m => m.Message.To == North).ShouldBe(Outbox.MaxInFlight);
        held.ForEach(post.Release);
        await FlushAsync(post, null).WaitAsync(Patience);
        post.Applied.Count.ShouldBe(held.Count + 1);
    }

    /// <summary>Found by reading: once 5,000 messages to a book that takes none were in memory, no other's were read any more.</summary>
    [Fact]
    public async Task What_a_book_does_not_take_stays_in_the_journal_and_holds_up_no_other()
    {
        const int each = 100;
        var post = new Post(this) { Window = 64, Receiver = await Database.OpenBookAsync(Database.NextBook()) };
        var book = await OpenAsync(post);
        post.Hold("payout:N0");
        var sent = await CommitAsync(book, [.. Enumerable.Range(0, 2 * each).Select(i => Sending(
            "s" + i, i % 2 == 0 ? [To(North, "payout:N0"), To(North, "payout:N" + i)] : [To(West, "payout:W" + i % 7)]))]);
        sent.ShouldAllBe(s => s.Status == CommitStatus.Written);
        await FlushAsync(post, West).WaitAsync(Patience);
        post.Applied.Count(m => m.Message.To == West).ShouldBe(each);
        (await Turns.Run(() => post.Outbox.Pending)).ShouldBeLessThan(64);
        (await Turns.Run(() => post.Outbox.Cursor)).ShouldBe(0);
        await Turns.Run(() => post.Outbox.WhenAppliedAsync(2 * each));
        await Should.ThrowAsync<TimeoutException>(Turns.Run(() => post.Outbox.WhenAppliedAsync(2 * each - 1)));

        var all = await Turns.Run(() => (Task: post.Outbox.FlushAsync(North), 0));
        all.Task.IsCompleted.ShouldBeFalse();
        post.Release("payout:N0");
        await all.Task.WaitAsync(Patience);
        post.Applied.Count.ShouldBe(3 * each);
        post.Applied.Where(m => m.Message.Target == "payout:N0").Select(m => m.Key.Seq).ShouldBeInOrder();
        (await Turns.Run(() => post.Outbox.Cursor)).ShouldBe(2 * each);
        await Turns.Run(() => post.Outbox.WhenAppliedAsync(2 * each - 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task However_little_fits_and_whatever_fails_each_message_arrives_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        var receiver = Database.NextBook();
        var post = new Post(this, new ImpatientClock())
        {
            Window = 1 + random.Next(40),
            Receiver = await Database.OpenBookAsync(receiver),
            Failures = random.Next(Outbox.MaxAttempts),
            Failure = new TimeoutException("Nobody answers."),
            LosesAnswers = random.Next(Outbox.MaxAttempts),
        };
        var book = await OpenAsync(post);
        string[] books = [North, West, "fund:330000"];
        OutgoingMessage Any() => To(books[random.Next(books.Length)], $"payout:{random.Next(6)}") with { AfterAll = random.Next(10) == 0 };
        var sent = new List<CommitResult>();
        for (var wave = 0; wave < 60; wave++)
        {
            sent.AddRange(await CommitAsync(book, [.. Enumerable.Range(0, random.Next(1, 7)).Select(
                i => Sending($"{wave}-{i}", [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any())]))]));
        }
        sent.ShouldAllBe(s => s.Status == CommitStatus.Written);

        await FlushAsync(post, null).WaitAsync(Patience);
        (await Database.Store.PendingAsync(Fund, 0, 1, null, default)).ShouldBeEmpty();
        (await BalanceAsync(Accounts.Cash, receiver)).ShouldBe(post.Applied.Count);
        post.Applied.Select(m => m.Key).ShouldBeUnique();
        foreach (var target in post.Applied.GroupBy(m => (m.Message.To, m.Message.Target)))
        {
            target.Select(Place).ShouldBeInOrder();
        }
        foreach (var pair in post.Applied.GroupBy(m => m.Message.To))
        {
            // Nothing that was sent before a message for which all of them are waited for arrives after it.
            var arrived = pair.ToList();
            arrived.Index().Where(m => m.Item.Message.AfterAll).ShouldAllBe(
                m => arrived.Skip(m.Index).All(later => Place(later).CompareTo(Place(m.Item)) >= 0));
        }
        (await Turns.Run(() => post.Outbox.Cursor)).ShouldBeGreaterThanOrEqualTo(post.Applied.Max(m => m.Key.Seq));
        foreach (var commit in sent)
        {
            await Turns.Run(() => post.Outbox.WhenAppliedAsync(commit.Seq));
        }
    }

    private static (long Seq, int N) Place(PendingMessage message) => (message.Key.Seq, message.Key.N);
}
