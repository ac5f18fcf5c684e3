using System.Globalization;
using YrdClearing.Simulation.Mutants;
using Xunit.Runner.InProc.SystemConsole;

namespace YrdClearing.Simulation;

/// <summary>
/// <c>--seeds N [--from S]</c> runs N seeds, <c>--seed S</c> one, <c>--mutants [NAME…]</c> all mutants or those; else the tests run.
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Number(args, "--seed") is { } seed)
        {
            return Print(Simulation.Run(seed));
        }
        if (Number(args, "--seeds") is { } seeds)
        {
            return Print(Campaign.Run(Number(args, "--from") ?? 1, (int)seeds));
        }
        if (Array.IndexOf(args, "--mutants") is >= 0 and var at)
        {
            return MutantRun.All(Console.WriteLine, args[(at + 1)..]).All(o => o.IsKilled) ? 0 : 1;
        }
        return args.Any(a => a is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }

    private static ulong? Number(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? ulong.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
    }

    private static int Print(SimulationResult result)
    {
        Console.WriteLine($"seed {result.Seed}: {result.Steps} steps, {result.Accepted} commands accepted, {result.Refused} refused");
        Console.WriteLine($"faults: {Campaign.Of(result.Faults)}");
        Console.WriteLine($"journal: {result.Trace}");
        Console.WriteLine(result.Violation is { } v ? $"step {v.Step}: {v.Invariant}: {v.Detail}" : "all invariants held");
        return result.Violation is null ? 0 : 1;
    }

    private static int Print(Campaign campaign)
    {
        Console.WriteLine(campaign);
        foreach (var failed in campaign.Failed.Take(10))
        {
            Console.WriteLine($"seed {failed.Seed}, step {failed.Violation!.Step}: {failed.Violation.Invariant}: {failed.Violation.Detail}");
        }
        return campaign.Failed.Count == 0 ? 0 : 1;
    }
}
