using System.Globalization;

namespace YrdClearing.Simulation.Mutants;

/// <summary>
/// One mistake in the product's sources, as a text to be found there exactly once and what stands in its place; and the invariants that
/// one of must notice it.
/// </summary>
/// <param name="Name">The file's, without its ending.</param>
/// <param name="What">The mistake in words.</param>
/// <param name="CaughtBy">The invariants' names.</param>
/// <param name="Seed">One that noticed it when this was written down, to be tried before all others: which seeds notice it changes with what
/// the simulation does.</param>
/// <param name="File">Of the product, from the root.</param>
/// <param name="Search">What stands there.</param>
/// <param name="Replace">What stands there instead.</param>
internal sealed record Mutant(
    string Name, string What, IReadOnlyList<string> CaughtBy, ulong Seed, string File, string Search, string Replace)
{
    /// <summary>The root of the repository: the folder above the test's that holds the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>All of <c>Mutants/*.mutant</c>.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "tests", "YrdClearing.Simulation", "Mutants"), "*.mutant")
            .Order(StringComparer.Ordinal).Select(Read),
    ];

    /// <exception cref="InvalidOperationException">The sources have changed: the text is not there, or more than once.</exception>
    public string Apply(string source)
    {
        var at = source.IndexOf(Search, StringComparison.Ordinal);
        return at >= 0 && source.IndexOf(Search, at + 1, StringComparison.Ordinal) < 0
            ? source[..at] + Replace + source[(at + Search.Length)..]
            : throw new InvalidOperationException($"The mutant '{Name}' no longer applies to {File}: its text must stand there exactly once.");
    }

    private static Mutant Read(string path)
    {
        var text = System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");
        return new(
            Path.GetFileNameWithoutExtension(path),
            Between("what: ", "\n"),
            Between("caught by: ", "\n").Split("; "),
            ulong.Parse(Between("seed: ", "\n"), CultureInfo.InvariantCulture),
            Between("file: ", "\n"),
            Between("<<<<\n", "\n====\n"),
            Between("\n====", "\n>>>>\n").TrimStart('\n'));

        string Between(string begin, string end)
        {
            var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
        }
    }

    private static string FindRoot(string folder) => System.IO.File.Exists(Path.Combine(folder, "YrdClearing.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in the repository."));
}
