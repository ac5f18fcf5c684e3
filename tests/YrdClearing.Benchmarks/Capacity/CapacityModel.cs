using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Benchmarks.Capacity;

/// <summary>
/// A discrete-event simulation of redemptions in an installation: silos, books, committers and databases with the costs measured of the
/// real ones. All chance is of one seed, all time whole nanoseconds: a case gives the same figures every time.
/// </summary>
internal sealed class CapacityModel
{
    private const long Second = 1_000_000_000;
    private const long WarmUp = Second / 2;

    /// <summary>What is looked at.</summary>
    private const long Window = Second;

    /// <summary>Of a silo's work on an entry, per thousand, what comes before its commit.</summary>
    private const int BeforeCommit = 650;

    private readonly ModelClock _clock = new();
    private readonly Chance _chance = new(31);
    private readonly CapacityCase _case;
    private readonly Processors[] _silos;
    private readonly ModelDatabase[] _databases;
    private readonly ModelBook[] _books;
    private readonly int[] _dealt;
    private readonly List<long> _latencies = [];
    private int _waiting;

    private CapacityModel(CapacityCase @case)
    {
        _case = @case;
        _silos = [.. Enumerable.Range(0, @case.Silos).Select(_ => new Processors(_clock, @case.SiloCores))];
        _databases =
        [
            .. Enumerable.Range(0, @case.Databases).Select(_ => new ModelDatabase(
                _clock, @case.DatabaseCores == 0 ? _silos[0] : new Processors(_clock, @case.DatabaseCores), @case.Costs)),
        ];
        var committers = _silos.Select(_ => _databases.Select(d => new ModelCommitter(d, @case.Connections)).ToArray()).ToArray();
        _books = [.. @case.Shares.Select((_, n) => BookOf(n, committers))];
        _dealt = [.. @case.Shares.SelectMany((share, n) => Enumerable.Repeat(n, share))];
    }

    public static CapacityResult Run(CapacityCase @case)
    {
        var model = new CapacityModel(@case);
        model.Begin();
        model._clock.RunUntil(WarmUp);
        model._latencies.Clear();
        var worked = model.Worked();
        var (transactions, entries) = model.Written();
        model._clock.RunUntil(WarmUp + Window);
        return model.Result(worked, model.Written().Transactions - transactions, model.Written().Entries - entries);
    }

    private ModelBook BookOf(int number, ModelCommitter[][] committers)
    {
        // Hot books are the first ones: they are dealt out over silos and databases like cards.
        var (silo, database) = (number % _silos.Length, number / _silos.Length % _databases.Length);
        return new(silo, committers[silo][database], database == 0 ? null : committers[silo][0], _case.Costs);
    }

    private void Begin()
    {
        for (var lane = 0; lane < _case.Load.Lanes; lane++)
        {
            // They begin one after the other within the first tenth of a second, as clients do.
            _clock.After(_chance.Between(0, Second / 10), () => Redeem(step: 0, home: AnyBook(), host: AnyBook()));
        }
        if (_case.Load.PerSecond > 0)
        {
            Arrive();
        }
    }

    /// <summary>Commands that do not wait for each other, of whatever step of a redemption.</summary>
    private void Arrive()
    {
        var isSurge = _clock.Now - WarmUp is >= Window * 45 / 100 and < Window * 55 / 100;
        var mean = Second / (_case.Load.PerSecond * (isSurge ? CapacityLoad.SurgeFactor : 1));
        var uniform = (_chance.Below(1_000_000) + 1) / 1_000_000.0;
        _clock.After((long)(-Math.Log(uniform) * mean), Arrive);
        Send(_chance.Below(RedemptionSteps.Count), AnyBook(), AnyBook(), acknowledged: null);
    }

    /// <summary>A lane: one redemption's commands one after the other, then the next redemption.</summary>
    private void Redeem(int step, int home, int host) => Send(step, home, host, acknowledged: () =>
    {
        if (step + 1 < RedemptionSteps.Count)
        {
            Redeem(step + 1, home, host);
        }
        else
        {
            Redeem(step: 0, home: AnyBook(), host: AnyBook());
        }
    });

    private void Send(int step, int home, int host, Action? acknowledged)
    {
        var began = _clock.Now;
        _waiting++;
        var (book, other) = RedemptionSteps.IsHosts(step) ? (host, home) : (home, host);
        Write(_books[book], written: () =>
        {
            _waiting--;
            _latencies.Add(_clock.Now - began);
            if (!RedemptionSteps.HasMessage(step))
            {
                acknowledged?.Invoke();
                return;
            }
            // The other book hears of it; only an approval is waited for, since the payout needs it.
            var waits = RedemptionSteps.IsWaitedFor(step);
            Write(_books[other], written: waits ? acknowledged : null);
            if (!waits)
            {
                acknowledged?.Invoke();
            }
        });
    }

    /// <summary>
    /// One entry: from the door's silo to the aggregate's, which decides, to the book's, which writes, and back. Aggregates are anywhere.
    /// </summary>
    private void Write(ModelBook book, Action? written)
    {
        var (door, owner) = (_chance.Below(_silos.Length), _chance.Below(_silos.Length));
        var remote = (door == owner ? 0 : 1) + (owner == book.Silo ? 0 : 1);
        var costs = _case.Costs;
        var before = costs.Silo * BeforeCommit / 1_000 + remote * costs.RemoteCall / 2;
        var after = costs.Silo * (1_000 - BeforeCommit) / 1_000 + remote * costs.RemoteCall / 2;
        var travel = remote * costs.RoundTrip / 2;
        _silos[owner].Run(this, before, () => _clock.After(travel, () => book.Commit(() =>
            _silos[owner].Run(this, after, () => _clock.After(travel, () => written?.Invoke())))));
    }

    private int AnyBook() => _chance.Of(_dealt);

    private long[] Worked() => [.. _silos.Concat(_databases.Select(d => d.Processors)).Select(p => p.Worked)];

    private (long Transactions, long Entries) Written() => (_databases.Sum(d => d.Transactions), _databases.Sum(d => d.Entries));

    private CapacityResult Result(long[] before, long transactions, long entries)
    {
        var cores = _silos.Select(s => s.Cores).Concat(_databases.Select(d => d.Processors.Cores)).ToList();
        var percent = Worked().Select((worked, n) => (int)((worked - before[n]) * 100 / (Window * cores[n]))).ToList();
        _latencies.Sort();
        return new(
            (int)(_latencies.Count * Second / Window),
            percent.Take(_silos.Length).Max(),
            percent.Skip(_silos.Length).Max(),
            (int)(entries / Math.Max(1, transactions)),
            At(50) / 1_000,
            At(99) / 1_000,
            _waiting);
    }

    private long At(int percent) => _latencies.Count == 0 ? 0 : _latencies[(_latencies.Count - 1) * percent / 100];
}

/// <summary>The eleven commands of a redemption across provinces, from the application to the payment.</summary>
internal static class RedemptionSteps
{
    public const int Count = 11;

    private const int Approval = 8;

    /// <summary>The payout is instructed and confirmed in the host's book.</summary>
    public static bool IsHosts(int step) => step > Approval;

    /// <summary>Approval, instruction and confirmation reach the other book.</summary>
    public static bool HasMessage(int step) => step >= Approval;

    public static bool IsWaitedFor(int step) => step == Approval;
}
