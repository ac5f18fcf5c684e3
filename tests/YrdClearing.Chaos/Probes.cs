namespace YrdClearing.Chaos;

/// <summary>
/// A client for each silo that never turns to another one: a deposit into every book, sent at once, again and again. A silo has recovered
/// when such a round, begun after the fault was lifted, has been acknowledged in full.
/// </summary>
internal sealed class Probes(Client client)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly List<Fault> _open = [];

    public void Watch(Fault fault)
    {
        lock (_open)
        {
            _open.RemoveAll(f => f.IsOver);
            _open.Add(fault);
        }
    }

    public async Task RunAsync(int silo, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var sent = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(Network.Regions.Select(fund => client.SendAsync(Network.Deposit(fund), silo, pinned: true)));
            lock (_open)
            {
                _open.ForEach(f => f.Note(silo, sent));
            }
            await Task.Delay(Between, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
