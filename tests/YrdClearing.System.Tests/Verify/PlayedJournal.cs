using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// The embedded journal of a random scenario, played once through the real pipeline; each test damages a copy of it. The scenario touches
/// nearly every rule of both networks.
/// </summary>
public class PlayedJournal : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-verify-test-").FullName;
    private int _copies;

    /// <summary>The scenario's name.</summary>
    protected virtual string Scenario => "market-random-1";

    /// <summary>The journal as it was written.</summary>
    public string Original => Path.Combine(_folder, "original");

    public virtual async ValueTask InitializeAsync()
    {
        await PlayAsync(Path.Combine(ScenarioFolder.Copies, Scenario + ".jsonl"));
    }

    /// <summary>Plays files, each line as it expects.</summary>
    protected async Task PlayAsync(params string[] files)
    {
        var played = await Yrd.RunAsync(["replay", .. files, "--data", Original]);
        played.ExitCode.ShouldBe(0, played.Error);
    }

    /// <summary>A copy to be damaged, in a folder of its own.</summary>
    public string Copy()
    {
        var copy = Path.Combine(_folder, $"copy-{Interlocked.Increment(ref _copies)}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Original, "journal.db*"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        return copy;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
