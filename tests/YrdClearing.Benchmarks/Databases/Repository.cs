namespace YrdClearing.Benchmarks.Databases;

/// <summary>Where the sources are: the benchmark uses their scripts and keeps its results beside itself.</summary>
internal static class Repository
{
    private const string Solution = "YrdClearing.sln";

    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"There is no {Solution} above {AppContext.BaseDirectory}.");
    }
}
