using YrdClearing.Journal.Postgres;

namespace YrdClearing.System.Tests.Journal;

/// <summary>A transaction's columns are used again: empty, and never one list for two columns.</summary>
public sealed class ColumnListsTests
{
    [Fact]
    public void What_was_taken_back_is_given_again_empty_and_to_one_at_a_time()
    {
        var columns = new ColumnLists();
        var (first, second) = (columns.Take<string>(), columns.Take<string>());
        second.ShouldNotBeSameAs(first);
        first.Add("of the last transaction");

        columns.Clear();

        var (again, other) = (columns.Take<string>(), columns.Take<string>());
        again.ShouldBeSameAs(first);
        other.ShouldBeSameAs(second);
        again.ShouldBeEmpty();
        columns.Take<long?>().ShouldBeEmpty();
    }
}
