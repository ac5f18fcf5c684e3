namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The business cases of one database: each enterprise's present one, and how many commands of each step were acknowledged.
/// </summary>
/// <param name="script">The script of an enterprise.</param>
/// <param name="steps">Commands of a case.</param>
internal abstract class LoadCases(Func<int, LoadScript> script, int steps)
{
    private readonly LoadScript[] _scripts = [.. Enumerable.Range(0, LoadNetwork.Enterprises).Select(script)];
    private readonly long[] _acknowledged = new long[steps];
    private int _last;

    /// <summary>What the ids of all its commands begin with; a letter of its own.</summary>
    public abstract string IdPrefix { get; }

    /// <summary>Counts the cases that were paid, in SQL.</summary>
    public abstract string PaidSql { get; }

    /// <summary>The enterprise's case; one lane uses it at a time.</summary>
    public LoadScript this[int enterprise] => _scripts[enterprise];

    /// <summary>All commands acknowledged so far.</summary>
    public long Acknowledged => _acknowledged.Sum();

    /// <summary>Cases whose last command was acknowledged.</summary>
    public long Finished => AcknowledgedOf(_acknowledged.Length - 1);

    /// <summary>Commands of this step acknowledged so far.</summary>
    public long AcknowledgedOf(int step) => Volatile.Read(ref _acknowledged[step]);

    public void Acknowledge(int step) => Interlocked.Increment(ref _acknowledged[step]);

    /// <summary>A number for a new case, from 1.</summary>
    public int TakeNumber() => Interlocked.Increment(ref _last);
}

/// <summary>Redemptions of vouchers.</summary>
internal sealed class Redemptions() : LoadCases(enterprise => new RedemptionScript(enterprise), RedemptionScript.Steps)
{
    public override string IdPrefix => RedemptionScript.IdPrefix;

    public override string PaidSql =>
        "SELECT count(*) FROM state WHERE kind = 'order' AND claim = 'Paid' AND id >= 'order:O' AND id < 'order:P'";
}

/// <summary>Technology contracts.</summary>
internal sealed class Contracts() : LoadCases(enterprise => new ContractScript(enterprise), ContractScript.Steps)
{
    public override string IdPrefix => ContractScript.IdPrefix;

    public override string PaidSql =>
        "SELECT count(*) FROM state WHERE kind = 'payout' AND status = 'Paid' AND id >= 'payout:K' AND id < 'payout:L'";
}
