using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace YrdClearing.Simulation.Mutants;

/// <summary>
/// Compiles the one project that a mistake is in and loads it, with what is built on it, beside the right one. Everything else, and the
/// simulation itself, is taken as it was built.
/// </summary>
internal sealed class MutantCompiler
{
    /// <summary>The projects under simulation; none needs one that stands after it.</summary>
    private static readonly string[] Projects = ["YrdClearing.Domain", "YrdClearing.Journal", "YrdClearing.Grains"];

    private static readonly AssemblyName Simulator = typeof(Simulation).Assembly.GetName();

    private readonly ImmutableDictionary<string, Lazy<RightProject>> _right =
        Projects.ToImmutableDictionary(p => p, p => new Lazy<RightProject>(() => new(p)));

    /// <summary>The simulation with the mistake: plays one seed and says which invariant did not hold, with its detail; null when all did.</summary>
    public Func<ulong, (string Invariant, string Detail)?> Compile(Mutant mutant)
    {
        var project = mutant.File.Split('/')[1];
        using var wrong = new MemoryStream();
        var emitted = _right[project].Value.With(mutant).Emit(wrong);
        if (!emitted.Success)
        {
            var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10);
            throw new InvalidOperationException($"The mutant '{mutant.Name}' does not compile:\n{string.Join('\n', errors)}");
        }
        wrong.Position = 0;
        var context = new MutantContext(mutant.Name, wrong, [.. Projects.SkipWhile(p => p != project).Skip(1), Simulator.Name!]);
        var simulation = context.LoadFromAssemblyName(Simulator).GetType(typeof(Simulation).FullName!)!;
        var run = simulation.GetMethod(nameof(Simulation.Run))!.CreateDelegate<Func<ulong, object>>();
        return seed =>
        {
            var violation = Get(run(seed), nameof(SimulationResult.Violation));
            return violation is null
                ? null
                : ((string)Get(violation, nameof(Invariants.Violation.Invariant))!, (string)Get(violation, nameof(Invariants.Violation.Detail))!);
        };
    }

    private static object? Get(object of, string property) => of.GetType().GetProperty(property)!.GetValue(of);
}
