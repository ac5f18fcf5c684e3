namespace YrdClearing.Simulation.Scheduling;

/// <summary>
/// What runs one piece after another: an activation of a grain, a request, a committer's loop. Code that awaits on a strand comes back to
/// it. A strand that was killed never runs again, as if its process had been: what it awaited has no continuation.
/// </summary>
public sealed class Strand(SimulatedScheduler scheduler) : TaskScheduler
{
    private readonly Queue<Task> _work = [];

    public bool IsDead { get; private set; }

    /// <summary>True while its process stands still (SIGSTOP): its work waits.</summary>
    public bool IsPaused { get; private set; }

    internal bool IsReady { get; set; }

    internal bool HasWork => !IsDead && !IsPaused && _work.Count > 0;

    public void Run(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    public void Kill()
    {
        IsDead = true;
        _work.Clear();
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        scheduler.Wake(this);
    }

    internal void RunOne() => TryExecuteTask(_work.Dequeue());

    protected override void QueueTask(Task task)
    {
        scheduler.MustBeHere();
        if (!IsDead)
        {
            _work.Enqueue(task);
            scheduler.Wake(this);
        }
    }

    // As a grain's scheduler does it: what one of its own tasks makes ready may run within it.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && !IsDead && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _work;
}
