namespace YrdClearing.Journal;

/// <summary>
/// Held by the one process that writes to a data folder. It is a lock of the operating system on an open file, so the lock of a dead
/// process is gone with it; the file itself stays and means nothing.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    public const string FileName = "lock";

    // How a held lock shows: EWOULDBLOCK, or ERROR_SHARING_VIOLATION. A full disk, say, is another matter.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

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
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new DataFolderInUseException(folder);
        }
    }

    public void Dispose() => _file.Dispose();
}
