using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace YrdClearing.Simulation.Mutants;

/// <summary>A project's sources without a mistake, parsed and bound once for all mutants of it; without what runs in Orleans only.</summary>
internal sealed partial class RightProject
{
    private const string Preamble = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Orleans;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("YrdClearing.Simulation")]
        """;

    private readonly CSharpParseOptions _parse = new(LanguageVersion.Latest);
    private readonly Dictionary<string, SyntaxTree> _trees;
    private readonly CSharpCompilation _right;

    public RightProject(string name)
    {
        _trees = Directory.EnumerateFiles(Path.Combine(Mutant.Root, "src", name), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Mutant.Root, f).Replace('\\', '/'))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(f => (File: f, Text: File.ReadAllText(Path.Combine(Mutant.Root, f)).ReplaceLineEndings("\n")))
            .Where(f => !Shells().IsMatch(f.Text))
            .ToDictionary(f => f.File, f => CSharpSyntaxTree.ParseText(f.Text, _parse, f.File));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileNameWithoutExtension(f) != name && Path.GetFileName(f) != "YrdClearing.Simulation.dll")
            .Select(f => MetadataReference.CreateFromFile(f));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
            // Warnings about null are the right build's business.
            nullableContextOptions: NullableContextOptions.Annotations);
        _right = WithoutShells(CSharpCompilation.Create(name, [.. _trees.Values, CSharpSyntaxTree.ParseText(Preamble, _parse)], references, options));
    }

    /// <exception cref="InvalidOperationException">The mutant does not apply.</exception>
    public CSharpCompilation With(Mutant mutant)
    {
        var tree = _trees.GetValueOrDefault(mutant.File)
            ?? throw new InvalidOperationException($"The mutant '{mutant.Name}' is about {mutant.File}, which is not there.");
        // A source generator's part is missing here: who uses one is left out, and whoever refers to that.
        return !_right.ContainsSyntaxTree(tree)
            ? throw new InvalidOperationException($"The mutant '{mutant.Name}' is about {mutant.File}, which does not compile by itself.")
            : _right.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(mutant.Apply(tree.ToString()), _parse, mutant.File));
    }

    /// <summary>Leaves out the files that refer to shells, and those that refer to these.</summary>
    private static CSharpCompilation WithoutShells(CSharpCompilation compilation)
    {
        while (true)
        {
            var shells = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => d.Location.SourceTree)
                .OfType<SyntaxTree>()
                .Distinct()
                .ToList();
            if (shells.Count == 0)
            {
                return compilation;
            }
            compilation = compilation.RemoveSyntaxTrees(shells);
        }
    }

    /// <summary>What runs in Orleans only: nothing of the simulation needs it.</summary>
    [GeneratedRegex(@"\[LoggerMessage|ISiloBuilder|IGrainFactory|: Grain\b")]
    private static partial Regex Shells();
}
