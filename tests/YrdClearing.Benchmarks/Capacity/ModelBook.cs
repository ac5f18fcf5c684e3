namespace YrdClearing.Benchmarks.Capacity;

/// <summary>
/// A book on its silo: entries queue for its batch (up to 1,000); while one batch is in the database the next one fills. In a database of
/// its own, the keys of a batch are reserved in the network's first.
/// </summary>
/// <param name="silo">Where its activation is.</param>
/// <param name="committer">Writes the batch.</param>
/// <param name="reserves">The committer for the network's database when the book is in another one; null when it is not.</param>
/// <param name="costs">What an entry costs.</param>
internal sealed class ModelBook(int silo, ModelCommitter committer, ModelCommitter? reserves, Costs costs)
{
    private const int MaxBatchEntries = 1_000;

    private readonly Queue<Action> _waiting = [];
    private bool _busy;

    public int Silo => silo;

    public void Commit(Action written)
    {
        _waiting.Enqueue(written);
        Begin();
    }

    private void Begin()
    {
        if (_busy || _waiting.Count == 0)
        {
            return;
        }
        _busy = true;
        var batch = new List<Action>();
        while (batch.Count < MaxBatchEntries && _waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }
        if (reserves is null)
        {
            Write(batch);
        }
        else
        {
            reserves.Write(batch.Count, costs.ReservedKeys, () => Write(batch));
        }
    }

    private void Write(List<Action> batch) => committer.Write(batch.Count, costs.Database, () =>
    {
        _busy = false;
        batch.ForEach(w => w());
        Begin();
    });
}
