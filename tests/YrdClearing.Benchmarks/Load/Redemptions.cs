namespace YrdClearing.Benchmarks.Load;

/// <summary>The redemptions of one database: each enterprise's present one, and how many commands of each step were acknowledged.</summary>
internal sealed class Redemptions
{
    private readonly RedemptionScript[] _scripts = [.. Enumerable.Range(0, LoadNetwork.Enterprises).Select(e => new RedemptionScript(e))];
    private readonly long[] _acknowledged = new long[RedemptionScript.Steps];
    private int _last;

    /// <summary>The enterprise's redemption; one lane uses it at a time.</summary>
    public RedemptionScript this[int enterprise] => _scripts[enterprise];

    /// <summary>All commands acknowledged so far.</summary>
    public long Acknowledged => _acknowledged.Sum();

    /// <summary>Commands of this step acknowledged so far.</summary>
    public long AcknowledgedOf(int step) => Volatile.Read(ref _acknowledged[step]);

    public void Acknowledge(int step) => Interlocked.Increment(ref _acknowledged[step]);

    /// <summary>A number for a new redemption, from 1.</summary>
    public int TakeNumber() => Interlocked.Increment(ref _last);
}
