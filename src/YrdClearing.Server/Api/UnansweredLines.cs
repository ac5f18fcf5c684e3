namespace YrdClearing.Server.Api;

/// <summary>
/// The lines of a stream that were read and not answered yet, in order. One adds them and waits for room; one takes those from the front
/// that are over and waits for them; whoever executes them says that they are, from any thread.
/// </summary>
/// <param name="max">Lines that there is room for.</param>
internal sealed class UnansweredLines(int max)
{
    /// <summary>When there was no room, reading goes on with room for this many: each line by itself would cost a thread's turn.</summary>
    private readonly int _room = Math.Max(1, max / 4);

    private readonly Lock _gate = new();
    private readonly Queue<StreamLine> _lines = new();
    private TaskCompletionSource? _forRoom;
    private TaskCompletionSource? _forFirst;
    private Exception? _fault;
    private bool _isComplete;

    /// <summary>Adds a line and completes when there is room for another one.</summary>
    public ValueTask AddAsync(StreamLine line, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            Tell();
            if (_lines.Count < max)
            {
                return default;
            }
            _forRoom = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_forRoom.Task.WaitAsync(cancellation));
        }
    }

    /// <summary>No line comes any more; who takes them gets the fault at their end.</summary>
    public void Complete(Exception? fault)
    {
        lock (_gate)
        {
            (_isComplete, _fault) = (true, fault);
            Tell();
        }
    }

    /// <summary>The line has its answer.</summary>
    public void Answered(StreamLine line)
    {
        lock (_gate)
        {
            line.IsAnswered = true;
            Tell();
        }
    }

    /// <summary>Takes the lines from the front that are answered; false when there is none.</summary>
    public bool TryTake(List<StreamLine> answered)
    {
        answered.Clear();
        lock (_gate)
        {
            while (_lines.TryPeek(out var first) && first.IsAnswered)
            {
                answered.Add(_lines.Dequeue());
            }
            if (_forRoom is not null && _lines.Count <= max - _room)
            {
                _forRoom.SetResult();
                _forRoom = null;
            }
        }
        return answered.Count > 0;
    }

    /// <summary>The same, but waits until there is one; false when none is left.</summary>
    /// <param name="answered">They are added here.</param>
    /// <param name="silence">How long there may be no line at all.</param>
    /// <param name="time">Measures the silence.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">There was none for longer.</exception>
    public async ValueTask<bool> TakeAsync(
        List<StreamLine> answered, TimeSpan silence, TimeProvider time, CancellationToken cancellation)
    {
        while (!TryTake(answered))
        {
            Task first;
            bool isSilent;
            lock (_gate)
            {
                if (_isComplete && _lines.Count == 0)
                {
                    return _fault is null ? false : throw _fault;
                }
                isSilent = _lines.Count == 0;
                _forFirst = new(TaskCreationOptions.RunContinuationsAsynchronously);
                first = _forFirst.Task;
                Tell();
            }
            try
            {
                await first.WaitAsync(isSilent ? silence : Timeout.InfiniteTimeSpan, time, cancellation);
            }
            catch (TimeoutException) when (HasAny)
            {
                // It came meanwhile and takes its time.
            }
        }
        return true;
    }

    private bool HasAny
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count > 0;
            }
        }
    }

    /// <summary>Wakes the one who takes when there is something to take, or nothing will be any more.</summary>
    private void Tell()
    {
        if (_forFirst is not null && (_lines.TryPeek(out var first) ? first.IsAnswered : _isComplete))
        {
            _forFirst.TrySetResult();
            _forFirst = null;
        }
    }
}
