using System.CommandLine;
using YrdClearing.Journal;

namespace YrdClearing.Server.Cli;

/// <summary>Options that several commands share.</summary>
internal static class DataOptions
{
    public const string DefaultFolder = "./data";

    public static readonly Option<string?> Data = new("--data")
    {
        Description = $"Folder of the embedded journal (SQLite). [default: {DefaultFolder}]",
        HelpName = "DIR",
    };

    public static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "Connection string of a PostgreSQL journal, instead of --data.",
        HelpName = "CONNECTION",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "JSON for machines instead of text for people." };

    public static void AddTo(ExampleCommand command)
    {
        command.Add(Data);
        command.Add(Postgres);
    }

    /// <exception cref="UsageException">Both places are given.</exception>
    public static StoreOptions Of(ParseResult parsed, bool write)
    {
        var folder = parsed.GetValue(Data);
        var postgres = parsed.GetValue(Postgres);
        if (folder is not null && postgres is not null)
        {
            throw new UsageException("Give either --data or --postgres.");
        }
        return new(postgres is null ? folder ?? DefaultFolder : null, postgres, write);
    }

    /// <summary>Opens the journal to read it; no silo is started and a writer is not disturbed.</summary>
    public static Task<JournalStore> OpenToReadAsync(ParseResult parsed, CancellationToken cancellation) =>
        JournalStores.OpenAsync(Of(parsed, write: false), TimeProvider.System, cancellation);
}
