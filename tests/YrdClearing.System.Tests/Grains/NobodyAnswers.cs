using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Grains;

/// <summary>The book is here; whoever its messages are for never answers.</summary>
internal sealed class NobodyAnswers : INetwork
{
    private readonly SemaphoreSlim _asked = new(0);

    public RunningBook Book { get; set; } = null!;

    public async Task AskedAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _asked.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery) =>
        new(new TaskCompletionSource<AppliedReply>().Task);

    public Task WhenAppliedAsync(string book, long seq)
    {
        _asked.Release();
        return Book.WhenAppliedSoonAsync(seq);
    }

    public ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call) => throw new NotSupportedException();

    public Task<CommitResult> CommitAsync(CommitRequest request, RunningBook? host) => throw new NotSupportedException();

    public Task<int> FlushAsync(string book, string? toBook) => throw new NotSupportedException();

    public ValueTask<Standing<TState>> StandingAsync<TState>(string aggregate)
        where TState : class => throw new NotSupportedException();
}
