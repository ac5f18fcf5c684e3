using Microsoft.Data.Sqlite;
using YrdClearing.Journal.Sqlite;

namespace YrdClearing.Journal;

/// <summary>
/// Copies a data folder into a new one while its writer goes on, by SQLite's own online backup: the copy is the journal at one moment, with
/// every transaction that was committed when the copying began. Process state is not copied: it is made anew.
/// </summary>
public static class DataFolderBackup
{
    /// <summary>What a copy that is not finished is called, so that nobody takes it for a journal.</summary>
    private const string Unfinished = ".unfinished";

    /// <summary>Copies <paramref name="folder"/> into <paramref name="target"/>, a new or empty folder.</summary>
    /// <returns>The size of the copy in bytes.</returns>
    /// <exception cref="JournalMissingException">There is no journal in the folder.</exception>
    /// <exception cref="IOException">The target is not empty, or cannot be written.</exception>
    /// <exception cref="SqliteException">The database could not be read, or the copy not written (a full disk).</exception>
    public static long Copy(string folder, string target)
    {
        if (!File.Exists(Path.Combine(folder, SqliteStore.FileName)))
        {
            throw new JournalMissingException($"There is no journal in {folder} ({SqliteStore.FileName} is missing).");
        }
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new IOException($"The folder {target} is not empty: a backup goes into a new one.");
        }
        Directory.CreateDirectory(target);
        var copied = Path.Combine(target, SqliteStore.FileName);
        var unfinished = copied + Unfinished;
        try
        {
            using (var source = Open(Path.Combine(folder, SqliteStore.FileName), SqliteOpenMode.ReadOnly))
            using (var copy = Open(unfinished, SqliteOpenMode.ReadWriteCreate))
            {
                // All pages in one step, under one read lock: a writer in WAL mode does not wait, and nothing has to be begun again.
                source.BackupDatabase(copy);
                // A copy that nobody writes needs no log beside it, and can be read from a medium that cannot be written.
                using var settle = copy.CreateCommand();
                settle.CommandText = "PRAGMA journal_mode = DELETE";
                settle.ExecuteNonQuery();
            }
            File.Move(unfinished, copied);
            return new FileInfo(copied).Length;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(SqliteStore.ConnectionString(file, mode, pooling: false));
        connection.Open();
        return connection;
    }
}
