namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// What an aggregate has committed, as it knows it: another activation of it may have gone on. Immutable, so that a call within a silo
/// copies nothing.
/// </summary>
/// <param name="State">Null when the aggregate does not exist yet.</param>
/// <param name="Version">Version of its own state row; 0 when there is none.</param>
[GenerateSerializer, Immutable]
public sealed record Standing<TState>([property: Id(0)] TState? State, [property: Id(1)] long Version)
    where TState : class
{
    public static readonly Standing<TState> None = new(null, 0);
}
