namespace YrdClearing.Server.Replay;

/// <summary>The unfinished end of a lane: the last job that needs it alone, and those after it that share it.</summary>
internal sealed class LaneEnd
{
    public Job? Alone { get; set; }

    /// <summary>Null until somebody does.</summary>
    public HashSet<Job>? Sharing { get; set; }

    /// <summary>What its unfinished jobs may take.</summary>
    public long DrawnFen { get; private set; }

    /// <summary>Unfinished jobs that need it alone and do not say what they take.</summary>
    public int Unknown { get; private set; }

    public void Count(Lane lane, int sign)
    {
        DrawnFen = checked(DrawnFen + sign * (lane.Draw?.AtMost.Fen ?? 0));
        Unknown += lane is { IsShared: false, Draw: null } ? sign : 0;
    }
}
