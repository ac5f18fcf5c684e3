using System.Data.Common;

namespace YrdClearing.Journal;

/// <summary>
/// Another writer has claimed the book: nothing of what this one had in hand was written. Claim the book anew and decide again.
/// </summary>
public sealed class BookFencedException(string book) : Exception($"Book {book} has been claimed by another writer.")
{
    public string Book => book;
}

/// <summary>
/// The cluster has declared this process dead: what it has in memory may be outdated, so it neither writes nor refuses anything. Another
/// member answers.
/// </summary>
public sealed class WriterExpelledException() : Exception("The cluster has declared this process dead; ask another member.");

/// <summary>The database did not say whether it committed. The command id (or the message's key) answers the retry.</summary>
public sealed class CommitUnknownException(string book, Exception cause)
    : Exception($"The outcome of a commit to book {book} is unknown: {cause.Message}", cause)
{
    public string Book => book;
}

/// <summary>More commits wait for the book than <see cref="Book.MaxQueuedCommits"/>; nothing was written, try again later.</summary>
public sealed class BookOverloadedException(string book) : Exception($"Book {book} has {Book.MaxQueuedCommits} commits waiting.");

/// <summary>Another live process writes to the data folder.</summary>
public sealed class DataFolderInUseException(string folder)
    : Exception($"The data folder {folder} is in use: another process holds {Path.Combine(folder, DataFolderLock.FileName)}. "
        + "Stop that process or choose another folder.")
{
    public string Folder => folder;
}

/// <summary>A reader found no journal where it was told to look.</summary>
public sealed class JournalMissingException(string message) : Exception(message);

/// <summary>What says nothing against a commit, a message or a question: it could not be asked or written just now.</summary>
public static class JournalOutage
{
    public static bool Is(Exception error) =>
        error is DbException or CommitUnknownException or BookFencedException or WriterExpelledException or BookOverloadedException
            or TimeoutException or ObjectDisposedException;
}
