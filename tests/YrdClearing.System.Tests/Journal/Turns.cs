namespace YrdClearing.System.Tests.Journal;

/// <summary>One thing at a time, with awaits returning here: what a grain's scheduler gives to a book and its outbox.</summary>
internal sealed class Turns
{
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    public Task<T> Run<T>(Func<Task<T>> turn) =>
        Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();

    public Task Run(Func<Task> turn) =>
        Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();

    public Task<T> Run<T>(Func<T> turn) => Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.None, _scheduler);
}
