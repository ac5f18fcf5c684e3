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

    /// <summary>
    /// How long a start waits for its predecessor: a process that was just killed lets go of its files some moments later.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="DataFolderInUseException">
    /// Another process (or another store of this one) holds the folder, and goes on holding it for <see cref="Patience"/>.
    /// </exception>
    public static async Task<DataFolderLock> TakeAsync(string folder, TimeProvider clock, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (clock.GetElapsedTime(start) >= Patience)
                {
                    throw new DataFolderInUseException(folder);
                }
            }
            await Task.Delay(BetweenTries, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Holds off every writer for as long as it is held, for a reader that a writer would not notice; null when the folder was never
    /// written to (a backup).
    /// </summary>
    /// <exception cref="DataFolderInUseException">A process is writing to the folder.</exception>
    public static DataFolderLock? TakeToRead(string folder)
    {
        try
        {
            return new(new FileStream(Path.Combine(folder, FileName), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new DataFolderInUseException(folder);
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsHeld(IOException e) => e.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows;
}
