using System.CommandLine;
using YrdClearing.Journal;

namespace YrdClearing.Server;

/// <summary>The options that say where a reading command finds its journal: <c>--data</c> or <c>--postgres</c>.</summary>
internal sealed class JournalSource
{
    /// <summary>Exit code of a command that could not begin: a wrong option, no journal.</summary>
    public const int NotStarted = 2;

    private readonly Option<string> _data = new("--data")
    {
        Description = "The folder of the embedded journal.",
        DefaultValueFactory = _ => "./data",
    };

    private readonly Option<string?> _postgres = new("--postgres") { Description = "A connection string; the journal is then in PostgreSQL." };

    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_postgres);
    }

    /// <summary>Opens the journal for reading, runs the work and answers its exit code; 2 with a message when there is no journal.</summary>
    public async Task<int> ReadAsync(ParseResult parsed, Func<JournalStore, Task<int>> work, CancellationToken cancellation)
    {
        try
        {
            var postgres = parsed.GetValue(_postgres);
            var options = new StoreOptions(postgres is null ? parsed.GetValue(_data) : null, postgres, Write: false);
            await using var store = await JournalStores.OpenAsync(options, TimeProvider.System, cancellation).ConfigureAwait(false);
            return await work(store).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JournalMissingException or FormatException or IOException or Npgsql.NpgsqlException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return NotStarted;
        }
    }
}
