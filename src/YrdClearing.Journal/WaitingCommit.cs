using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>A commit, who waits for it, and what the last check made of it.</summary>
internal sealed class WaitingCommit(CommitRequest request)
{
    public CommitRequest Request => request;

    /// <summary>The rows of the key table that it takes.</summary>
    public TakenKey[] Keys { get; } = EntryCheck.KeysOf(request);

    /// <summary>Position of its entry in the batch, when it was not refused.</summary>
    public int Entry { get; set; }

    public Rejection? Rejection { get; set; }

    /// <summary>How the request breaks its contract.</summary>
    public Exception? Bug { get; set; }

    public bool IsRefused => Rejection is not null || Bug is not null;

    /// <summary>Completed away from the book's loop, which must not run its callers' continuations.</summary>
    public TaskCompletionSource<CommitResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Forget()
    {
        Rejection = null;
        Bug = null;
    }

    /// <summary>Answers a request that the last check refused, when these of its keys are taken.</summary>
    public void AnswerRefused(HashSet<string> taken)
    {
        var claim = request.Claims.FirstOrDefault(c => taken.Contains(c.Key));
        if (EntryCheck.OnceKey(request) is { } once && taken.Contains(once))
        {
            Result.SetResult(new(CommitStatus.Duplicate));
        }
        else if (Bug is not null)
        {
            Result.SetException(Bug);
        }
        else
        {
            var outranked = claim is not null && claim.Code < Rejection!.Code;
            Result.SetResult(new(CommitStatus.Rejected, Rejection: outranked ? claim!.Code : Rejection));
        }
    }

    /// <summary>Answers a request that the database refused: the keys that are taken, and null when one of its rows is outdated.</summary>
    public void AnswerConflict(HashSet<string?> taken)
    {
        if (EntryCheck.OnceKey(request) is { } once && taken.Contains(once))
        {
            Result.SetResult(new(CommitStatus.Duplicate));
        }
        else if (taken.Contains(null))
        {
            // An outdated row outranks a taken key: decided again on what is there now, the aggregate may well say something else.
            Result.SetResult(new(CommitStatus.Stale));
        }
        else
        {
            Result.SetResult(new(CommitStatus.Rejected, Rejection: request.Claims.First(c => taken.Contains(c.Key)).Code));
        }
    }
}
