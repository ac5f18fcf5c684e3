using YrdClearing.Journal.Postgres;
using YrdClearing.Journal.Sqlite;

namespace YrdClearing.Journal;

/// <summary>Where the journal is and whether this process writes it.</summary>
/// <param name="DataFolder">The folder of the embedded journal (SQLite); null when <paramref name="Postgres"/> is given.</param>
/// <param name="Postgres">A connection string of PostgreSQL; null when <paramref name="DataFolder"/> is given.</param>
/// <param name="Write">True to create and upgrade the schema and to write; a data folder is then locked for this process.</param>
public sealed record StoreOptions(string? DataFolder, string? Postgres, bool Write);

/// <summary>Opens the journal's database.</summary>
public static class JournalStores
{
    /// <exception cref="DataFolderInUseException">Another process writes to the data folder.</exception>
    /// <exception cref="JournalMissingException">There is no journal to read.</exception>
    /// <exception cref="InvalidDataException">A newer program has written it, or it was not closed and this user may not repair it.</exception>
    public static async Task<JournalStore> OpenAsync(StoreOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        if (options.DataFolder is null == options.Postgres is null)
        {
            throw new ArgumentException("Give either a data folder or a PostgreSQL connection string.", nameof(options));
        }
        return options.Postgres is null
            ? await SqliteStore.OpenAsync(options.DataFolder!, options.Write, clock, cancellation).ConfigureAwait(false)
            : await PostgresStore.OpenAsync(options.Postgres, options.Write, cancellation).ConfigureAwait(false);
    }
}
