using System.Collections.Concurrent;

namespace YrdClearing.Simulation.Mutants;

/// <summary>What became of a mutant.</summary>
internal sealed record MutantOutcome(string Name, bool IsKilled, string Detail)
{
    public override string ToString() => $"{Name}: {Detail}";
}

/// <summary>Plays seeds with each mutant until an invariant does not hold.</summary>
internal static class MutantRun
{
    /// <summary>Seeds a mutant may survive: some mistakes show in one run of some hundreds only.</summary>
    private const int MaxSeeds = 5_000;

    /// <summary>All mutants, side by side on all cores.</summary>
    /// <param name="tell">Told of each outcome as it comes.</param>
    /// <param name="only">Names; none: all.</param>
    public static IReadOnlyCollection<MutantOutcome> All(Action<string> tell, params IReadOnlyList<string> only)
    {
        var compiler = new MutantCompiler();
        var waiting = new ConcurrentQueue<Mutant>(Mutant.All.Where(m => only.Count == 0 || only.Contains(m.Name)));
        var outcomes = new ConcurrentBag<MutantOutcome>();
        Task.WaitAll([.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (waiting.TryDequeue(out var mutant))
                {
                    var outcome = OutcomeOf(compiler, mutant);
                    outcomes.Add(outcome);
                    tell(outcome.ToString());
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
        return outcomes;
    }

    /// <summary>The one that noticed it before, then all.</summary>
    private static IEnumerable<ulong> SeedsOf(Mutant mutant)
    {
        yield return mutant.Seed;
        for (var seed = 1UL; seed <= MaxSeeds; seed++)
        {
            yield return seed;
        }
    }

    private static MutantOutcome OutcomeOf(MutantCompiler compiler, Mutant mutant)
    {
        try
        {
            var run = compiler.Compile(mutant);
            foreach (var seed in SeedsOf(mutant))
            {
                if (run(seed) is var (invariant, detail))
                {
                    var isNamed = mutant.CaughtBy.Contains(invariant);
                    return new(mutant.Name, isNamed, $"broke '{invariant}'{(isNamed ? "" : ", which is not named for it,")} at seed {seed}: {detail}");
                }
            }
            return new(mutant.Name, IsKilled: false, $"survived {MaxSeeds} seeds");
        }
        catch (InvalidOperationException e)
        {
            return new(mutant.Name, IsKilled: false, e.Message);
        }
    }
}
