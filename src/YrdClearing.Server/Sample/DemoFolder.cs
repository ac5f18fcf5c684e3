using System.Globalization;
using System.Security.Cryptography;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;

namespace YrdClearing.Server.Sample;

/// <summary>
/// The folder a demo lives in: the scenario beside the journal, and in the journal which sample it holds, so that a demo that was
/// stopped goes on, a finished one is served again, and nobody's own data are ever mixed with it.
/// </summary>
internal sealed class DemoFolder(string path, ulong seed)
{
    /// <summary>The meta row that says which sample the journal holds.</summary>
    private const string MetaName = "sample";

    /// <summary>What the journal itself puts into a folder.</summary>
    private static readonly string[] OwnFiles =
        ["journal.db", "journal.db-wal", "journal.db-shm", "process.db", "process.db-wal", "process.db-shm", "lock"];

    private string _hash = "";

    public StoreOptions Store => new(path, null, Write: true);

    /// <summary>The generated year. Its name is part of the command ids, so it does not change.</summary>
    public string Scenario => Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"sample-{seed}.jsonl"));

    /// <summary>Writes the scenario, unless the folder belongs to something else.</summary>
    /// <exception cref="FailedException">It holds something that is not this sample year.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<SampleSummary> PrepareAsync(CancellationToken cancellation)
    {
        var year = SampleYear.Generate(seed);
        using var stream = new MemoryStream();
        year.Write(stream);
        var content = stream.ToArray();
        _hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (Directory.Exists(path))
        {
            await CheckAsync(cancellation);
        }
        Directory.CreateDirectory(path);
        if (!File.Exists(Scenario) || !(await File.ReadAllBytesAsync(Scenario, cancellation)).AsSpan().SequenceEqual(content))
        {
            await File.WriteAllBytesAsync(Scenario, content, cancellation);
        }
        return year.Summary;
    }

    /// <summary>Notes in the journal what it holds, before the first line is replayed.</summary>
    public Task MarkAsync(JournalStore store, CancellationToken cancellation) =>
        store.SetMetaAsync(MetaName, Sample, cancellation);

    /// <summary>
    /// The lines that an earlier run has executed. One that is refused when it is read leaves no trace: nothing but the file decides that.
    /// </summary>
    public async Task<IReadOnlySet<int>> FinishedAsync(JournalStore store, CancellationToken cancellation) =>
        (await store.ReplayedAsync(Path.GetFileName(Scenario), _hash, cancellation)).Keys.ToHashSet();

    private string Sample => string.Create(CultureInfo.InvariantCulture, $"seed {seed} sha256 {_hash}");

    private async Task CheckAsync(CancellationToken cancellation)
    {
        var foreign = Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName)
            .FirstOrDefault(n => !OwnFiles.Contains(n) && n != Path.GetFileName(Scenario));
        if (File.Exists(Path.Combine(path, OwnFiles[0])))
        {
            await using var store = await JournalStores.OpenAsync(Store with { Write = false }, TimeProvider.System, cancellation);
            var holds = await store.MetaAsync(MetaName, cancellation);
            if (holds != Sample && (holds is not null || (await store.BooksAsync(cancellation)).Count > 0))
            {
                throw Other(holds is null ? "a journal that is no sample" : $"another sample ({holds.Split(" sha256")[0]})");
            }
        }
        else if (foreign is not null)
        {
            throw Other($"something else ('{foreign}')");
        }
    }

    private FailedException Other(string what) =>
        new($"{path} holds {what}. Remove the folder (rm -r {path}) or name another one with --data.");
}
