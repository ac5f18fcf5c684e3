namespace YrdClearing.Simulation.Cluster;

/// <summary>A call on its way to an activation or under way there.</summary>
internal abstract class Call(string target)
{
    public string Target => target;

    /// <summary>Runs it there and sends the reply.</summary>
    public abstract Task ServeAsync(Place place);

    /// <summary>Nobody will answer it: the caller does not know what became of it.</summary>
    public abstract void Fail(Exception why);
}

/// <summary>The outcome of a call is unknown, as when a silo dies or a response timeout strikes.</summary>
internal sealed class NoAnswerException(string target) : TimeoutException($"No answer from {target}.");

/// <summary>Where a call is served.</summary>
internal class Place(Node node)
{
    public Node Node => node;
}

/// <param name="target">Whom it is for.</param>
/// <param name="serve">What is done there.</param>
/// <param name="reply">Sends the reply of this call; null for a copy, which nobody waits for.</param>
internal sealed class Call<T>(string target, Func<Place, Task<T>> serve, Action<Call, Action>? reply) : Call(target)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override async Task ServeAsync(Place place)
    {
        try
        {
            var result = await serve(place);
            reply?.Invoke(this, () => _answer.TrySetResult(result));
        }
        catch (Exception e)
        {
            reply?.Invoke(this, () => Fail(e));
        }
        place.Node.Serving.Remove(this);
    }

    public override void Fail(Exception why)
    {
        _answer.TrySetException(why);
        // A caller that is gone never looks at it.
        _ = _answer.Task.Exception;
    }
}
