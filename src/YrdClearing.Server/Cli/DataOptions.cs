using System.CommandLine;
using Npgsql;
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

    /// <exception cref="UsageException">Both places are given, or one that cannot be a place.</exception>
    public static StoreOptions Of(ParseResult parsed, bool write)
    {
        var folder = parsed.GetValue(Data);
        var postgres = parsed.GetValue(Postgres);
        if (folder is not null && postgres is not null)
        {
            throw new UsageException("Give either --data or --postgres.");
        }
        if (folder is { Length: 0 })
        {
            throw new UsageException("--data must name a folder.");
        }
        if (postgres is not null && !IsConnection(postgres))
        {
            // It is not shown: it may hold a password.
            throw new UsageException("--postgres must be a connection string such as \"Host=db;Username=yrd;Database=clearing\".");
        }
        return new(postgres is null ? folder ?? DefaultFolder : null, postgres, write);
    }

    private static bool IsConnection(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Opens the journal to read it; no silo is started and a writer is not disturbed.</summary>
    public static Task<JournalStore> OpenToReadAsync(ParseResult parsed, CancellationToken cancellation) =>
        JournalStores.OpenAsync(Of(parsed, write: false), TimeProvider.System, cancellation);
}
