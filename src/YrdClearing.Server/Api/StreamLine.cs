using System.Runtime.CompilerServices;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Server.Replay;

namespace YrdClearing.Server.Api;

/// <summary>A line of a stream of commands, from its reading to its answer.</summary>
/// <param name="number">The physical line, from 1.</param>
/// <param name="read">What was read; the default when it is no line, since the body ends in it.</param>
/// <param name="run">The stream it belongs to.</param>
internal sealed class StreamLine(int number, ReadResult read, StreamRun run) : Job(number, null)
{
    public int Line => number;

    public ReadResult Read => read;

    /// <summary>What was answered, once <see cref="IsAnswered"/> is set and there is no <see cref="Problem"/>.</summary>
    public CommandAnswer Answer { get; private set; }

    /// <summary>What stood in the way; null when the command was accepted.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Set when the answer is there, by <see cref="UnansweredLines"/>.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>What the line shares with others, known when those before it are.</summary>
    public void Enter(List<Lane>? lanes) => Lanes = lanes;

    /// <summary>Answers a line on which nothing is left to be done.</summary>
    public StreamLine Refused(Rejection rejection)
    {
        Problem = Problem.Of(rejection);
        IsAnswered = true;
        return this;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask RunAsync()
    {
        try
        {
            Answer = await run.ExecuteAsync(read);
            Problem = Answer.Rejection is { } rejection ? Problem.Of(rejection) : null;
        }
        catch (Exception e)
        {
            Fail(e);
        }
        run.Answered(this);
    }

    /// <summary>Something broke on its way: its outcome is unknown, and no line after it begins.</summary>
    public void Fail(Exception e)
    {
        run.Fail(this, e);
        EndWith("The server failed and the outcome is unknown: send this line and those after it again with the same ids.");
    }

    /// <summary>It has no outcome, and the stream ends with it.</summary>
    public void EndWith(string why) => Problem = Problem.Unavailable(why);
}
