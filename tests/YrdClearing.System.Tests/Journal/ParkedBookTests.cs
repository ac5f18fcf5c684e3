using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class ParkedBookTests
{
    /// <summary>From where a book's messages stay in the journal after some have been read.</summary>
    /// <param name="passedMeanwhile">The entry of a message that came while they were read; 0 for none.</param>
    /// <param name="lastFound">The last entry of which one was found; 0 for none.</param>
    /// <param name="isComplete">All that had come before was seen.</param>
    /// <param name="expected">0: nothing stays there any more.</param>
    [Theory]
    [InlineData(0, 9, false, 10)]
    [InlineData(12, 9, false, 10)]
    [InlineData(0, 9, true, 0)]
    [InlineData(0, 0, true, 0)]
    [InlineData(12, 9, true, 12)]
    [InlineData(12, 0, true, 12)]
    [InlineData(12, 12, true, 13)]
    [InlineData(12, 15, true, 16)]
    public void What_comes_while_the_journal_is_read_is_read_next(long passedMeanwhile, long lastFound, bool isComplete, long expected)
    {
        var parked = new ParkedBook(5);
        parked.Pass(5);
        parked.Pass(7);
        parked.BeginReading();
        parked.IsReading.ShouldBeTrue();
        if (passedMeanwhile > 0)
        {
            parked.Pass(passedMeanwhile);
            parked.Pass(passedMeanwhile + 20);
        }
        parked.EndReading(lastFound > 0 ? lastFound : null, isComplete).ShouldBe(expected > 0);
        parked.IsReading.ShouldBeFalse();
        if (expected > 0)
        {
            parked.FromSeq.ShouldBe(expected);
        }
    }
}
