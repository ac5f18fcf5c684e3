using System.Data;
using System.Data.Common;
using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Server.Verify;

/// <summary>
/// Reads the journal's tables as they are stored, row by row, in one snapshot: what is committed while it reads is not seen. It shares no
/// code with the writer but the opening of the connection.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private const string EntryColumns =
        "book, seq, at, recorded, actor, command_id, body_hash, cause_book, cause_seq, cause_n, aggregate, event, data, currency, "
        + "{postings}, messages, due_kind, due_book, due_fen, hash";

    // Postings are read as JSON, which is what SQLite has. An array of PostgreSQL may hold NULLs and arrays, too, and those end the reading
    // of the row; as JSON they are one entry's fault.
    private const string PostingsOnSqlite = "accounts, amounts", PostingsOnPostgres = "to_json(accounts)::text, to_json(amounts)::text";

    /// <summary>Columns of <c>head</c> before it had <c>delivered</c>.</summary>
    private const int HeadColumnsAtFirst = 4;

    private readonly DbConnection _connection;
    private readonly string _entryColumns;
    private readonly CancellationToken _cancellation;

    private JournalReader(DbConnection connection, bool postgres, CancellationToken cancellation)
    {
        _connection = connection;
        _entryColumns = EntryColumns.Replace("{postings}", postgres ? PostingsOnPostgres : PostingsOnSqlite, StringComparison.Ordinal);
        _cancellation = cancellation;
    }

    /// <param name="store">The journal, opened for reading.</param>
    /// <param name="cancellation">Ends whatever is read with <see cref="OperationCanceledException"/>, at the next row.</param>
    public static async Task<JournalReader> OpenAsync(JournalStore store, CancellationToken cancellation)
    {
        var connection = await store.OpenReadAsync(cancellation).ConfigureAwait(false);
        var reader = new JournalReader(connection, store.IsPostgres, cancellation);
        // One snapshot for all that follows. SQLite's plain BEGIN takes no lock that a writer would wait for.
        using var begin = reader.Command(store.IsPostgres ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
        begin.ExecuteNonQuery();
        return reader;
    }

    /// <summary>The books that have entries, each found from the one before: a skip through the primary key.</summary>
    public IReadOnlyList<string> Books()
    {
        const string next = "SELECT min(book) FROM entry WHERE book > @last";
        var books = new List<string>();
        // No book of ours has an empty name, but a damaged one may.
        using var command = Command("SELECT min(book) FROM entry WHERE book >= @last", ("@last", ""));
        while (command.ExecuteScalar() is string book)
        {
            books.Add(book);
            command.CommandText = next;
            command.Parameters[0].Value = book;
        }
        return books;
    }

    /// <summary>All heads; those of a journal that no writer has upgraded yet say nothing of deliveries.</summary>
    public IEnumerable<StoredHead> Heads() => Rows("SELECT * FROM head ORDER BY book").Select(r => new StoredHead(
        r.GetString(0), r.GetInt64(1), Bytes(r, 3), r.FieldCount > HeadColumnsAtFirst ? r.GetInt64(4) : 0));

    /// <summary>All entries of a book by sequence.</summary>
    public IEnumerable<StoredEntry> Entries(string book) =>
        Rows($"SELECT {_entryColumns} FROM entry WHERE book = @book ORDER BY seq", ("@book", book)).Select(Entry);

    /// <summary>Any rows, one at a time; the record is valid until the next one is asked for.</summary>
    public IEnumerable<IDataRecord> Rows(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            _cancellation.ThrowIfCancellationRequested();
            yield return reader;
        }
    }

    public void Dispose()
    {
        if (_connection.State == ConnectionState.Open)
        {
            // SQLite's pool would give the connection to the next reader as it is, and that one would go on reading this snapshot.
            using var end = Command("ROLLBACK");
            end.ExecuteNonQuery();
        }
        _connection.Dispose();
    }

    private DbCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0; // a large journal takes as long as it takes
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static StoredEntry Entry(IDataRecord r)
    {
        var (accounts, amounts, fault) = Postings(r);
        return new(
            r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), Text(r, 5), r.IsDBNull(6) ? null : Bytes(r, 6),
            Text(r, 7), Number(r, 8), Number(r, 9), r.GetString(10), r.GetString(11), r.GetString(12), r.GetString(13),
            accounts, amounts, Text(r, 16), Text(r, 17), Text(r, 18), Number(r, 19), Bytes(r, 20), fault);
    }

    private static (string[] Accounts, long[] Amounts, string? Fault) Postings(IDataRecord r)
    {
        const int accounts = 14, amounts = 15;
        try
        {
            var names = JsonSerializer.Deserialize<string[]>(r.GetString(accounts)) ?? [];
            var fen = JsonSerializer.Deserialize<long[]>(r.GetString(amounts)) ?? [];
            if (Array.Exists(names, n => n is null))
            {
                return ([], [], "one of its postings names no account");
            }
            return (names, fen, null);
        }
        catch (JsonException e)
        {
            return ([], [], "its postings cannot be read: " + e.Message);
        }
    }

    /// <summary>SQLite keeps a value of any type in any column: what is not bytes is no hash.</summary>
    private static byte[] Bytes(IDataRecord r, int i) => r[i] as byte[] ?? [];

    private static string? Text(IDataRecord r, int i) => r.IsDBNull(i) ? null : r.GetString(i);

    private static long? Number(IDataRecord r, int i) => r.IsDBNull(i) ? null : r.GetInt64(i);
}
