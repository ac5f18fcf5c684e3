namespace YrdClearing.Benchmarks.Capacity;

/// <summary>
/// The cores of a machine. The work of each process waits in a queue of its own; the processes take turns of a slice each, as an operating
/// system deals them out.
/// </summary>
internal sealed class Processors(ModelClock clock, int cores)
{
    private const long SliceNanoseconds = 1_000_000;

    private readonly Dictionary<object, Queue<(long Left, Action Then)>> _processes = [];
    private readonly Queue<object> _turns = [];
    private int _busy;

    /// <summary>Time that its cores have worked, all together.</summary>
    public long Worked { get; private set; }

    public int Cores => cores;

    public void Run(object process, long nanoseconds, Action then)
    {
        if (!_processes.TryGetValue(process, out var waiting))
        {
            _processes.Add(process, waiting = []);
        }
        waiting.Enqueue((nanoseconds, then));
        if (waiting.Count == 1)
        {
            _turns.Enqueue(process);
        }
        Begin();
    }

    private void Begin()
    {
        while (_busy < cores && _turns.TryDequeue(out var process))
        {
            var waiting = _processes[process];
            var work = waiting.Dequeue();
            if (waiting.Count > 0)
            {
                _turns.Enqueue(process);
            }
            _busy++;
            var slice = Math.Min(work.Left, SliceNanoseconds);
            clock.After(slice, () => End(process, work.Left - slice, slice, work.Then));
        }
    }

    private void End(object process, long left, long slice, Action then)
    {
        Worked += slice;
        _busy--;
        if (left > 0)
        {
            Run(process, left, then);
        }
        else
        {
            then();
        }
        Begin();
    }
}
