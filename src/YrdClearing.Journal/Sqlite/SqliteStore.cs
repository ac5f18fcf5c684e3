using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace YrdClearing.Journal.Sqlite;

/// <summary>The embedded journal: <c>journal.db</c> in a data folder that this process locks when it writes.</summary>
internal sealed class SqliteStore : SqlStore
{
    public const string FileName = "journal.db";

    /// <summary>How long a reader waits for a lock that the writer takes for moments only (recovery, the end of a checkpoint).</summary>
    public const int BusyTimeoutSeconds = 10;

    private readonly string _readString;
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter? _writer;
    private readonly DataFolderLock? _lock;

    /// <summary>A file that must not be there when an unchanging journal has been read: what would have held writers off.</summary>
    private string? _absentLock;

    /// <param name="source">The file, or an URI of it.</param>
    /// <param name="writer">Null when it is only read.</param>
    /// <param name="folderLock">Let go of with the store.</param>
    private SqliteStore(string source, SqliteWriter? writer, DataFolderLock? folderLock)
    {
        _readString = ConnectionString(source, SqliteOpenMode.ReadOnly, pooling: true);
        _readers = new(ConnectionString(source, SqliteOpenMode.ReadOnly, pooling: false));
        _writer = writer;
        _lock = folderLock;
    }

    public override bool IsPostgres => false;

    internal override bool MergesWrites => true;

    protected override string Among => SqliteSql.Among;

    /// <exception cref="DataFolderInUseException">Another process writes to the folder.</exception>
    /// <exception cref="JournalMissingException">There is no journal to read.</exception>
    public static async Task<SqliteStore> OpenAsync(string folder, bool write, TimeProvider clock, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, FileName);
        if (!write)
        {
            return OpenToRead(folder, file);
        }
        var folderLock = await DataFolderLock.TakeAsync(folder, clock, cancellation).ConfigureAwait(false);
        return await Task.Run(() => OpenToWrite(file, folderLock), CancellationToken.None).ConfigureAwait(false);
    }

    internal override Task<BookHead> ClaimAsync(string book, CancellationToken cancellation) =>
        Writer.RunAsync(writer => writer[SqliteSql.Claim].Bind(book).Bind(CanonicalEntry.FirstHash).Single(row => new BookHead(
            book, raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_int64(row, 1), raw.sqlite3_column_blob(row, 2).ToArray(),
            raw.sqlite3_column_int64(row, 3))));

    internal override Task<IReadOnlyList<BatchResult>> WriteAsync(IReadOnlyList<BookBatch> batches, CancellationToken cancellation) =>
        Writer.RunAsync<IReadOnlyList<BatchResult>>(writer => [.. batches.Select(b => SqliteBatchWriter.Write(writer, b))]);

    internal override Task<IReadOnlyDictionary<string, long>> CheckpointedAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(_readers.Checkpointed(book, accounts));

    public override Task<IReadOnlyList<StoredKey>> FindKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StoredKey>>(_readers.Keys(keys));

    public override Task RecordReplayedAsync(string file, string hash, IReadOnlyList<ReplayedLine> lines, CancellationToken cancellation) =>
        Writer.RunAsync(writer =>
        {
            foreach (var line in lines)
            {
                writer[SqliteSql.Replayed].Bind(file).Bind(hash).Bind(line.Line).Bind(line.Command).Bind(line.Outcome)
                    .Bind(line.Book).Bind(line.Seq).Run();
            }
            return lines.Count;
        });

    public override Task SetMetaAsync(string name, string value, CancellationToken cancellation) =>
        Writer.RunAsync(writer => writer[SqliteSql.Meta].Bind(name).Bind(value).Run());

    public override async Task<string> AddMetaAsync(string name, string value, CancellationToken cancellation)
    {
        await Writer.RunAsync(writer => writer[SqliteSql.AddMeta].Bind(name).Bind(value).Run()).ConfigureAwait(false);
        return (await MetaAsync(name, cancellation).ConfigureAwait(false))!;
    }

    public override async Task<DbConnection> OpenReadAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_readString);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        WideSum.AddTo(connection);
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        _readers.Dispose();
        // Readers first: the last connection to close writes the log back into the file and removes it.
        using (var connection = new SqliteConnection(_readString))
        {
            SqliteConnection.ClearPool(connection);
        }
        _writer?.Dispose();
        _lock?.Dispose();
        return File.Exists(_absentLock)
            ? throw new InvalidDataException($"{_absentLock} was made while the journal was read: it may have changed. Read it again.")
            : ValueTask.CompletedTask;
    }

    protected override Task TryTakeKeyAsync(StoredKey key, CancellationToken cancellation) => Writer.RunAsync(
        writer => writer[SqliteSql.TakeKey].Bind(key.Key).Bind(key.Value).Bind(key.Book).Bind(key.Seq).Run());

    protected override Task<IEnumerable<StateColumns>> RowsAsync(string aggregate, CancellationToken cancellation) =>
        Task.FromResult<IEnumerable<StateColumns>>(_readers.Load(aggregate));

    protected override object List(IReadOnlyCollection<string> texts) => JsonSerializer.Serialize(texts);

    private SqliteWriter Writer => _writer ?? throw new InvalidOperationException("The journal was opened for reading.");

    private static SqliteStore OpenToWrite(string file, DataFolderLock folderLock)
    {
        try
        {
            var connectionString = ConnectionString(file, SqliteOpenMode.ReadWriteCreate, pooling: false);
            var connection = new SqliteConnection(connectionString);
            connection.Open();
            using (var pragmas = connection.CreateCommand())
            {
                pragmas.CommandText = SqliteSql.Pragmas;
                pragmas.ExecuteNonQuery();
            }
            SchemaUpgrade.Sqlite(connectionString);
            return new(file, new(connection), folderLock);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    private static SqliteStore OpenToRead(string folder, string file)
    {
        if (!File.Exists(file))
        {
            throw new JournalMissingException($"There is no journal in {folder} ({FileName} is missing).");
        }
        try
        {
            return Checked(new(file, writer: null, folderLock: null), file);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            return OpenUnwritten(folder, file, e);
        }
    }

    /// <summary>
    /// SQLite reads a log together with others through a file beside it, which it makes if there is none. Who may not write the folder can
    /// do without, if the journal is told to be one that nobody changes: so writers are held off, and there must be no log.
    /// </summary>
    private static SqliteStore OpenUnwritten(string folder, string file, SqliteException cause)
    {
        var folderLock = DataFolderLock.TakeToRead(folder);
        try
        {
            if (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 })
            {
                throw new InvalidDataException(
                    $"The journal in {folder} was not closed, and its log can only be read by a user who may write the folder.", cause);
            }
            var names = Path.GetFullPath(file).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
            var uri = $"file:///{string.Join('/', names.Select(Uri.EscapeDataString))}?immutable=1";
            var store = Checked(new(uri, writer: null, folderLock), file);
            store._absentLock = folderLock is null ? Path.Combine(folder, DataFolderLock.FileName) : null;
            return store;
        }
        catch
        {
            folderLock?.Dispose();
            throw;
        }
    }

    private static SqliteStore Checked(SqliteStore store, string file)
    {
        using var connection = new SqliteConnection(store._readString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = SqliteSql.HasJournal;
        if ((long)command.ExecuteScalar()! == 0)
        {
            throw new JournalMissingException($"{file} is not a journal, or its writer has not finished creating it.");
        }
        SchemaUpgrade.RefuseNewer(connection.Query<string>(SqliteSql.Scripts));
        return store;
    }

    public static string ConnectionString(string file, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();
}
