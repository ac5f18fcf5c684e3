using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Deadlines;

public sealed class DeadlinesTests
{
    private static readonly DeadlinesFacts Facts = new(["fund:310000", "market:320000", Books.Network], 3, 2, 1);

    [Theory]
    [InlineData("operator:network", "ok")]
    [InlineData("operator:other", "not_allowed")]
    [InlineData("fund:310000/li", "not_allowed")]
    [InlineData("clearing:network", "not_allowed")]
    public void The_operator_runs_deadlines(string actor, string outcome) =>
        DeadlinesDecider.Decide(null, Given.By(actor), new RunDeadlines(), Facts).Outcome().ShouldBe(outcome);

    [Fact]
    public void A_run_sends_each_opened_book_its_part()
    {
        var decision = DeadlinesDecider.Decide(null, Given.By("operator:network"), new RunDeadlines(), Facts);
        decision.Event.ShouldBe(new DeadlinesRun(Given.Morning));
        decision.Messages.ShouldBe(
        [
            new("fund:310000", "deadlines:fund:310000", new RunBookDeadlines("fund:310000", Given.Morning)),
            new("market:320000", "deadlines:market:320000", new RunBookDeadlines("market:320000", Given.Morning)),
        ]);
        DeadlinesState.Evolve(null, decision.Event!).ShouldBe(new DeadlinesState(Books.Network, Given.Morning));
    }

    [Fact]
    public void A_books_part_records_how_much_fell_due()
    {
        var part = new RunBookDeadlines("fund:310000", Given.Morning);
        var decision = DeadlinesDecider.Decide(null, Given.By("operator:network"), part, Facts);
        decision.Event.ShouldBe(new BookDeadlinesRun("fund:310000", Given.Morning, 3, 2));
        var state = DeadlinesState.Evolve(null, decision.Event!);
        DeadlinesRows.Read(DeadlinesRows.Changed(null, state)).ShouldBe(state);
        DeadlinesDecider.Decide(null, Given.By("operator:network"), new RunBookDeadlines("market:320000", Given.Morning), Facts)
            .Event.ShouldBe(new MarketDeadlinesRun("market:320000", Given.Morning, 1));
        StoredTypes.Read("deadlines.run-book.1", StoredTypes.Store(part)).ShouldBe(part);
    }
}
