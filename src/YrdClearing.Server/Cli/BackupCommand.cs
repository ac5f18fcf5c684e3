using System.CommandLine;
using System.Globalization;
using YrdClearing.Journal;

namespace YrdClearing.Server.Cli;

/// <summary><c>yrd backup</c>: copies a data folder while it is written.</summary>
public static class BackupCommand
{
    private const long BytesPerMebibyte = 1024 * 1024;

    private static readonly Option<string> To = new("--to")
    {
        Description = "A new or empty folder for the copy.",
        HelpName = "DIR",
        Required = true,
    };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "backup",
            "Copies a data folder, also while a server or replay writes it; the copy is a data folder that can be served.",
            "yrd backup --to /backup/2026-11-27 && yrd verify --data /backup/2026-11-27",
            "yrd backup --data /var/lib/yrd --to /backup/2026-11-27")
        {
            To,
        };
        DataOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (DataOptions.Of(parsed, write: false).DataFolder is not { } folder)
        {
            throw new UsageException("PostgreSQL is backed up by its own tools: see ops/backup.sh and ops/runbook.md.");
        }
        var to = parsed.GetValue(To) is { Length: > 0 } named ? named : throw new UsageException("--to must name a folder.");
        var bytes = await Task.Run(() => DataFolderBackup.Copy(folder, to), cancellation);
        var (books, entries) = await CountAsync(to, cancellation);
        var mebibytes = (bytes + BytesPerMebibyte - 1) / BytesPerMebibyte;
        await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{books} books, {entries} entries, {mebibytes} MiB in {to}. Prove it: yrd verify --data {to}"));
        return ExitCode.Ok;
    }

    /// <summary>Read from the copy: what is in it, and that it can be read.</summary>
    private static async Task<(long Books, long Entries)> CountAsync(string folder, CancellationToken cancellation)
    {
        await using var store = await JournalStores.OpenAsync(new(folder, null, Write: false), TimeProvider.System, cancellation);
        await using var connection = await store.OpenReadAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), coalesce(sum(seq), 0) FROM head";
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
