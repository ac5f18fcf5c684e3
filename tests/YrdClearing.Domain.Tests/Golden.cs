namespace YrdClearing.Domain.Tests;

/// <summary>Files of the repository that are generated; <c>YRD_UPDATE_GOLDEN=1</c> rewrites them instead of comparing.</summary>
internal static class Golden
{
    /// <summary>The root of the repository: the folder above the test's that holds the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static void ShouldMatch(string path, string text)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("YRD_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, text);
        }
        var stored = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        stored.ShouldBe(text, $"{path} is stale; run the tests with YRD_UPDATE_GOLDEN=1 and look at the difference.");
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "YrdClearing.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in the repository."));
}
