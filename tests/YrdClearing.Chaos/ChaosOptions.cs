using System.Globalization;

namespace YrdClearing.Chaos;

/// <summary>What a run is asked for on the command line; <c>ops/chaos.sh</c> passes it on.</summary>
/// <param name="Length">Faults begin for this long, unless <paramref name="Faults"/> have been made before.</param>
/// <param name="Faults">No more faults than these.</param>
/// <param name="Pace">The next fault waits this long for the recovery from this one; then they overlap.</param>
/// <param name="Seed">Seed of the order of faults, whom they hit and how long they last.</param>
/// <param name="Ops">Folder of postgres.sh.</param>
/// <param name="Folder">An empty folder for the database, the logs of the silos and the log of acknowledgements.</param>
/// <param name="Report">Where the report goes; null: only to standard output.</param>
internal sealed record ChaosOptions(
    TimeSpan Length, int Faults, TimeSpan Pace, int Seed, string Ops, string Folder, string? Report)
{
    public static ChaosOptions Parse(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>();
        for (var i = 0; i + 1 < args.Count; i += 2)
        {
            given[args[i]] = args[i + 1];
        }
        string Required(string name) => given.GetValueOrDefault(name) ?? throw new ArgumentException($"{name} is missing.");
        int Number(string name, int otherwise) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new(
            TimeSpan.FromSeconds(Number("--seconds", 900)), Number("--faults", int.MaxValue),
            TimeSpan.FromSeconds(Number("--pace", 15)), Number("--seed", 1),
            Required("--ops"), Required("--folder"), given.GetValueOrDefault("--report"));
    }
}
