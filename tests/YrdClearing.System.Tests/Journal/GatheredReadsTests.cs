using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <summary>Keys that are asked for while a query is under way go together with the next one.</summary>
public sealed class GatheredReadsTests
{
    private readonly List<string[]> _queries = [];
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Keys_asked_for_meanwhile_share_the_next_query_and_each_gets_its_own_rows()
    {
        var reads = new GatheredReads<string>(ReadAsync);
        var alone = reads.AskAsync("A");
        await _first.Task;
        var together = new[] { "B", "C", "B", "none" }.Select(reads.AskAsync).ToList();
        _answer.SetResult();
        (await alone).ShouldBe(["row of A"]);
        (await together[0]).ShouldBe(["row of B"]);
        (await together[1]).ShouldBe(["row of C"]);
        (await together[2]).ShouldBe(["row of B"]);
        (await together[3]).ShouldBeEmpty();
        _queries.ShouldBe([["A"], ["B", "C", "none"]]);
    }

    [Fact]
    public async Task A_failed_query_is_told_to_those_who_asked_and_not_to_the_next()
    {
        var fails = true;
        var reads = new GatheredReads<string>(keys => fails
            ? throw new InvalidOperationException("no answer")
            : Task.FromResult(keys.ToLookup(k => k)));
        await Should.ThrowAsync<InvalidOperationException>(reads.AskAsync("A"));
        fails = false;
        (await reads.AskAsync("A")).ShouldBe(["A"]);
    }

    private async Task<ILookup<string, string>> ReadAsync(string[] keys)
    {
        _queries.Add(keys);
        _first.TrySetResult();
        await _answer.Task;
        return keys.Where(k => k != "none").ToLookup(k => k, k => "row of " + k);
    }
}
