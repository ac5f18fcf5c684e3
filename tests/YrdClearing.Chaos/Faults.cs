namespace YrdClearing.Chaos;

/// <summary>Makes one fault after the other, at random from a bag that holds every kind, so that none is missed.</summary>
internal sealed class Faults(IReadOnlyList<SiloProcess> silos, Database database, Wires wires, Probes probes, ChaosOptions options)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>What is killed stays away this long, in milliseconds.</summary>
    private static readonly (int Least, int Most) Away = (0, 1_500);

    /// <summary>
    /// A pause or a partition, in milliseconds. A silo is declared dead after about 2.1 s of silence (three probes of 0.7 s).
    /// </summary>
    private static readonly (int Least, int Most) Silence = (4_000, 6_000);

    private static readonly FaultKind[] Bag =
    [
        FaultKind.SiloKilled, FaultKind.DatabaseKilled, FaultKind.SiloCutFromDatabase, FaultKind.SiloCutFromSilo, FaultKind.SiloPaused,
        FaultKind.AllKilled, FaultKind.SiloKilled, FaultKind.SiloKilled, FaultKind.DatabaseKilled, FaultKind.DatabaseKilled,
        FaultKind.SiloPaused, FaultKind.SiloCutFromDatabase, FaultKind.SiloCutFromSilo,
    ];

    /// <summary>The kinds that need wires.</summary>
    public static readonly IReadOnlyList<FaultKind> Partitions = [FaultKind.SiloCutFromDatabase, FaultKind.SiloCutFromSilo];

    private readonly Random _random = new(options.Seed);
    private readonly List<Fault> _made = [];

    public IReadOnlyList<Fault> Made => _made;

    public async Task RunAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var bag = new Queue<FaultKind>();
        while (_made.Count < options.Faults && TimeProvider.System.GetElapsedTime(began) < options.Length)
        {
            if (bag.Count == 0)
            {
                var kinds = Bag.Where(k => wires.Missing is null || !Partitions.Contains(k)).ToArray();
                // The first round goes through the kinds in order: a short run has each of them.
                if (_made.Count > 0)
                {
                    _random.Shuffle(kinds);
                }
                bag = new(kinds);
            }
            await MakeAsync(bag.Dequeue());
            await RecoveryAsync(_made[^1], options.Pace);
        }
    }

    /// <summary>Waits until every fault has been recovered from; false when that takes longer than it may.</summary>
    public async Task<bool> AllOverAsync(TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var fault in _made)
        {
            await RecoveryAsync(fault, patience - TimeProvider.System.GetElapsedTime(began));
        }
        return _made.All(f => f.IsOver);
    }

    private static async Task RecoveryAsync(Fault fault, TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!fault.IsOver && TimeProvider.System.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Look);
        }
    }

    private async Task MakeAsync(FaultKind kind)
    {
        var order = silos.ToArray();
        _random.Shuffle(order);
        // A process that is not there cannot be hit: the running ones come first.
        order = [.. order.OrderBy(s => !s.IsRunning)];
        var (one, other) = (order[0], order[1]);
        var fault = new Fault(kind, What(kind, one, other), TimeProvider.System.GetTimestamp(), silos.Count);
        _made.Add(fault);
        probes.Watch(fault);
        await (kind switch
        {
            FaultKind.SiloKilled => KillAsync([one], andDatabase: false),
            FaultKind.DatabaseKilled => KillAsync([], andDatabase: true),
            FaultKind.AllKilled => KillAsync(order, andDatabase: true),
            FaultKind.SiloPaused => PauseAsync(one),
            FaultKind.SiloCutFromDatabase => CutAsync(one.Number, Wires.Database),
            FaultKind.SiloCutFromSilo => CutAsync(one.Number, other.Number),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });
        fault.Lift();
        Console.Error.WriteLine($"fault {_made.Count}: {fault.What}");
    }

    private static string What(FaultKind kind, SiloProcess one, SiloProcess other) => Fault.Name(kind) + kind switch
    {
        FaultKind.SiloKilled or FaultKind.SiloPaused or FaultKind.SiloCutFromDatabase => $" ({one.Number})",
        FaultKind.SiloCutFromSilo => $" ({one.Number}, {other.Number})",
        _ => "",
    };

    private async Task KillAsync(IReadOnlyList<SiloProcess> victims, bool andDatabase)
    {
        foreach (var silo in victims)
        {
            silo.Kill();
        }
        if (andDatabase)
        {
            database.Kill();
        }
        await LastAsync(Away);
        if (andDatabase)
        {
            await database.StartAsync();
        }
        foreach (var silo in victims)
        {
            silo.Release();
        }
    }

    private async Task PauseAsync(SiloProcess silo)
    {
        silo.Send(Shell.Stop);
        await LastAsync(Silence);
        silo.Send(Shell.Continue);
    }

    private async Task CutAsync(int one, int other)
    {
        await wires.CutAsync(one, other);
        await LastAsync(Silence);
        await wires.HealAsync(one, other);
    }

    private Task LastAsync((int Least, int Most) milliseconds) =>
        Task.Delay(_random.Next(milliseconds.Least, milliseconds.Most));
}
