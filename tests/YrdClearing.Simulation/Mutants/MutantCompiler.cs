using System.Collections.Immutable;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace YrdClearing.Simulation.Mutants;

/// <summary>
/// Compiles the sources of Domain, Journal, Grains (but its Orleans shells) and of this simulation into one assembly, with one mistake in
/// them, and loads it beside the right one.
/// </summary>
internal sealed class MutantCompiler
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Orleans;
        """;

    private static readonly string[] Folders =
        ["src/YrdClearing.Domain", "src/YrdClearing.Journal", "src/YrdClearing.Grains", "tests/YrdClearing.Simulation"];

    /// <summary>What runs in Orleans only, or tests: nothing of the simulation needs it.</summary>
    private static readonly Regex Shells = new(
        @"\[LoggerMessage|ISiloBuilder|IGrainFactory|: Grain\b|using Xunit", RegexOptions.Compiled);

    private readonly CSharpParseOptions _parse = new(LanguageVersion.Latest);
    private readonly Dictionary<string, SyntaxTree> _trees;
    private readonly CSharpCompilation _right;

    public MutantCompiler()
    {
        _trees = Folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Mutant.Root, f), "*.cs", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Mutant.Root, f).Replace('\\', '/'))
            .Where(f => !f.Contains("/obj/") && !f.Contains("/bin/") && !f.Contains("/Mutants/"))
            .Select(f => (File: f, Text: File.ReadAllText(Path.Combine(Mutant.Root, f)).ReplaceLineEndings("\n")))
            .Where(f => !Shells.IsMatch(f.Text))
            .ToDictionary(f => f.File, f => CSharpSyntaxTree.ParseText(f.Text, _parse, f.File));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => !Path.GetFileName(f).StartsWith("YrdClearing.", StringComparison.Ordinal))
            .Select(f => MetadataReference.CreateFromFile(f));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
            // Warnings about null are the right build's business.
            nullableContextOptions: NullableContextOptions.Annotations);
        _right = WithoutShells(
            CSharpCompilation.Create("Right", [.. _trees.Values, CSharpSyntaxTree.ParseText(Usings, _parse)], references, options));
    }

    /// <summary>Leaves out the files of Grains that refer to shells, and those that refer to these.</summary>
    private static CSharpCompilation WithoutShells(CSharpCompilation compilation)
    {
        while (true)
        {
            var shells = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => d.Location.SourceTree)
                .Where(t => t?.FilePath.StartsWith("src/YrdClearing.Grains/", StringComparison.Ordinal) == true)
                .Distinct()
                .ToList();
            if (shells.Count == 0)
            {
                return compilation;
            }
            compilation = compilation.RemoveSyntaxTrees(shells!);
        }
    }

    /// <summary>The simulation with the mistake: plays one seed and says which invariant did not hold, with its detail; null when all did.</summary>
    public Func<ulong, (string Invariant, string Detail)?> Compile(Mutant mutant)
    {
        var tree = _trees.GetValueOrDefault(mutant.File)
            ?? throw new InvalidOperationException($"The mutant '{mutant.Name}' is about {mutant.File}, which is not there.");
        var wrong = CSharpSyntaxTree.ParseText(mutant.Apply(tree.ToString()), _parse, mutant.File);
        using var assembly = new MemoryStream();
        var emitted = _right.WithAssemblyName(mutant.Name).ReplaceSyntaxTree(tree, wrong).Emit(assembly);
        if (!emitted.Success)
        {
            var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10).ToImmutableArray();
            throw new InvalidOperationException($"The mutant '{mutant.Name}' does not compile:\n{string.Join('\n', errors)}");
        }
        assembly.Position = 0;
        var loaded = new AssemblyLoadContext(mutant.Name).LoadFromStream(assembly);
        var run = loaded.GetType(typeof(Simulation).FullName!)!.GetMethod(nameof(Simulation.Run))!.CreateDelegate<Func<ulong, object>>();
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
