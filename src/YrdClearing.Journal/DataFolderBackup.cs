using Microsoft.Data.Sqlite;
using YrdClearing.Journal.Sqlite;

namespace YrdClearing.Journal;

/// <summary>
/// Copies a data folder into a new one while its writer goes on, by SQLite's own online backup: each file of the copy is its database at
/// one moment, with every transaction that was committed when the copying began.
/// </summary>
public static class DataFolderBackup
{
    /// <summary>Process state (cursors, schedules); Orleans' storage keeps it.</summary>
    private const string ProcessFile = "process.db";

    /// <summary>
    /// Process state first. A cursor in it says that all messages up to an entry are applied: in a journal that is younger they are, in an
    /// older one they might not be, and would then never be delivered. An older cursor only has some messages looked up again.
    /// </summary>
    private static readonly string[] InOrder = [ProcessFile, SqliteStore.FileName];

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
        return InOrder.Where(name => File.Exists(Path.Combine(folder, name)))
            .Sum(name => CopyFile(Path.Combine(folder, name), Path.Combine(target, name)));
    }

    private static long CopyFile(string from, string to)
    {
        var unfinished = to + Unfinished;
        try
        {
            using (var source = Open(from, SqliteOpenMode.ReadOnly))
            using (var copy = Open(unfinished, SqliteOpenMode.ReadWriteCreate))
            {
                // All pages in one step, under one read lock: a writer in WAL mode does not wait, and nothing has to be begun again.
                source.BackupDatabase(copy);
                // A copy that nobody writes needs no log beside it, and can be read from a medium that cannot be written.
                using var settle = copy.CreateCommand();
                settle.CommandText = "PRAGMA journal_mode = DELETE";
                settle.ExecuteNonQuery();
            }
            File.Move(unfinished, to);
            return new FileInfo(to).Length;
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
