namespace YrdClearing.System.Tests;

/// <summary>Where the example scenarios are.</summary>
public static class ScenarioFolder
{
    /// <summary>The repository's root: the nearest folder above the test's own with the solution in it.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory, "YrdClearing.sln")
        ?? throw new InvalidOperationException("The tests run outside of the repository.");

    /// <summary>The repository's own copies.</summary>
    public static string Copies => Path.Combine(Root, "tests", "scenarios");

    /// <summary>The folder of the originals, where the repository stands beside or below it; null elsewhere.</summary>
    public static string? Originals { get; } = Above(Root, Path.Combine("shared", "scenarios")) is { } parent
        ? Path.Combine(parent, "shared", "scenarios")
        : null;

    private static string? Above(string folder, string wanted)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, wanted)))
            {
                return at.FullName;
            }
        }
        return null;
    }
}
