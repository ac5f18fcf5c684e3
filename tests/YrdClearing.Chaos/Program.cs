using Npgsql;
using YrdClearing.Chaos;

// Three silos and a PostgreSQL under load and faults; the report goes to a file, the exit code says whether every check passed.
const int Silos = 3;
const int Workers = 12;
const int Racers = 2;

// All that a run does after its faults takes no longer than this, or it has failed.
var settling = TimeSpan.FromSeconds(180);

var options = ChaosOptions.Parse(args);
using var giveUp = new CancellationTokenSource(options.Length + settling * 2);
await using var wires = await Wires.CreateAsync([.. Enumerable.Range(1, Silos), Wires.Database]);
var database = new Database(wires, options);
var silos = Enumerable.Range(1, Silos).Select(n => new SiloProcess(n, wires, database.ForSilos, options.Folder)).ToArray();
using var log = new AckLog(Path.Combine(options.Folder, "acknowledged.jsonl"));
using var client = new Client(silos, log, giveUp.Token);
try
{
    await database.CreateAsync();
    foreach (var silo in silos)
    {
        silo.Start();
    }
    foreach (var line in Network.Setup())
    {
        await client.SendAsync(line, silo: 0);
    }
    return await RunAsync();
}
finally
{
    await Task.WhenAll(silos.Select(s => s.DisposeAsync().AsTask()));
    await database.StopAsync();
}

async Task<int> RunAsync()
{
    using var stop = new CancellationTokenSource();
    var (orders, races, cycles, probes) = (new OrderLoad(client), new RaceLoad(client), new CycleLoad(client), new Probes(client));
    var faults = new Faults(silos, database, wires, probes, options);
    var load = new List<Task> { cycles.RunAsync(stop.Token) };
    load.AddRange(Enumerable.Range(0, Workers).Select(w => orders.RunAsync(w, stop.Token)));
    load.AddRange(Enumerable.Range(0, Racers).Select(r => races.RunAsync(r, stop.Token)));
    var (contracts, listings) = (new ContractRaceLoad(client), new ListingLoad(client));
    load.Add(contracts.RunAsync(racer: 0, stop.Token));
    load.Add(listings.RunAsync(stop.Token));
    var probing = Enumerable.Range(0, Silos).Select(s => probes.RunAsync(s, stop.Token)).ToArray();

    var began = TimeProvider.System.GetTimestamp();
    await faults.RunAsync();
    var checks = new Checks(log, database);
    var isOver = await faults.AllOverAsync(settling);
    var took = TimeProvider.System.GetElapsedTime(began);
    checks.Add("every silo has recovered from every fault", $"{faults.Made.Count} faults", isOver);
    await stop.CancelAsync();
    if (!await EndedAsync(Task.WhenAll([.. load, .. probing])))
    {
        Console.Error.WriteLine($"{client.Unanswered.Count} commands have had no outcome for {settling.TotalSeconds} s without a fault:");
        client.Unanswered.Take(20).ToList().ForEach(Console.Error.WriteLine);
        foreach (var silo in silos)
        {
            Console.Error.WriteLine(await silo.LastLinesAsync());
        }
        return 1;
    }
    await cycles.CutOffAsync(settle: false);

    checks.Refusals(
    [
        .. contracts.Races.SelectMany(r => new[] { r.Accepted.Id, r.Disputed.Id }), .. listings.Tried.Select(t => t.WhileListed.Id),
    ]);
    checks.Races(races.Races);
    await checks.ContractsAsync(contracts);
    checks.Listings(listings);
    checks.Cycles(await cycles.ReadAsync(), orders.Obligations);
    await checks.JournalAsync();
    await checks.VerifyAsync();
    var report = new Report(options, wires, faults.Made, silos, log, checks.Made, took, await PostgresAsync());
    var text = report.ToString();
    Console.Write(text);
    if (options.Report is { } file)
    {
        await File.WriteAllTextAsync(file, text);
    }
    return report.IsRight ? 0 : 1;
}

// A failure of a load itself is thrown here.
async Task<bool> EndedAsync(Task loads)
{
    await Task.WhenAny(loads, Task.Delay(settling));
    if (loads.IsCompleted)
    {
        await loads;
    }
    return loads.IsCompleted;
}

async Task<string> PostgresAsync()
{
    await using var source = NpgsqlDataSource.Create(database.Local);
    await using var command = source.CreateCommand("SELECT 'PostgreSQL ' || current_setting('server_version')");
    return (string)(await command.ExecuteScalarAsync())!;
}
