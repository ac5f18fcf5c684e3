namespace YrdClearing.Journal;

/// <summary>
/// Held by the one process that writes to a data folder. It is a lock of the operating system on an open file, so the lock of a dead
/// process is gone with it; the file itself stays and means nothing.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    public const string FileName = "lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="DataFolderInUseException">Another process (or another store of this one) holds the folder.</exception>
    public static DataFolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            // A sharing violation is a plain IOException; a missing folder or a full disk has a type or a message of its own.
            throw new DataFolderInUseException(folder);
        }
    }

    public void Dispose() => _file.Dispose();
}
