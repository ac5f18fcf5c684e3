using YrdClearing.Domain.Commands;
using YrdClearing.Journal;
using YrdClearing.Server;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// The embedded journal of a random scenario, played once through the real pipeline; each test damages a copy of it. The scenario touches
/// nearly every rule.
/// </summary>
public sealed class PlayedJournal : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-verify-test-").FullName;
    private int _copies;

    /// <summary>The journal as it was written.</summary>
    public string Original => Path.Combine(_folder, "original");

    public async ValueTask InitializeAsync()
    {
        await using var host = await ClearingHost.StartAsync(new(Original, null, Write: true), TimeProvider.System, CancellationToken.None);
        BusinessTime? at = null;
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(ScenarioFolder.Copies, "random-1.jsonl")))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }
            var read = CommandReader.Read(global::System.Text.Encoding.UTF8.GetBytes(line), $"random-1-{number}", at);
            at = read.At ?? at;
            if (read.Envelope is { } envelope && (await host.Dispatcher.ExecuteAsync(envelope, CancellationToken.None)).Receipt is { } receipt)
            {
                await receipt.Applied;
            }
        }
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
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
