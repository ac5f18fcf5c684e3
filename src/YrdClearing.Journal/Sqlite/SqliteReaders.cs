using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static YrdClearing.Journal.Sqlite.SqliteStatement;

namespace YrdClearing.Journal.Sqlite;

/// <summary>
/// The reads that every command makes, on connections that keep their statements prepared: preparing one takes longer than running it.
/// </summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _disposed;

    /// <summary>The row and those whose parent it is, in no order.</summary>
    public List<StateColumns> Load(string aggregate) =>
        Use(reader => reader[SqliteSql.Load].Bind(aggregate).Bind(aggregate).All(row => new StateColumns
        {
            Id = Text(row, 0),
            Kind = Text(row, 1),
            Parent = OptionalText(row, 2),
            Book = Text(row, 3),
            Version = raw.sqlite3_column_int64(row, 4),
            Seq = raw.sqlite3_column_int64(row, 5),
            Created = raw.sqlite3_column_int64(row, 6),
            Status = Text(row, 7),
            Fund = OptionalText(row, 8),
            Enterprise = OptionalText(row, 9),
            Provider = OptionalText(row, 10),
            Claim = OptionalText(row, 11),
            Amount = OptionalNumber(row, 12),
            Amount2 = OptionalNumber(row, 13),
            Amount3 = OptionalNumber(row, 14),
            Due = OptionalText(row, 15),
            Body = Text(row, 16),
        }));

    public List<StoredKey> Keys(IReadOnlyCollection<string> keys) => Use(reader => keys
        .Distinct(StringComparer.Ordinal)
        .SelectMany(key => reader[SqliteSql.FindKey].Bind(key)
            .All(row => new StoredKey(key, Text(row, 0), Text(row, 1), raw.sqlite3_column_int64(row, 2))))
        .ToList());

    public Dictionary<string, long> Checkpointed(string book, IReadOnlyCollection<string> accounts) => Use(reader => accounts
        .SelectMany(account => reader[SqliteSql.FindBalance].Bind(book).Bind(account)
            .All(row => (account, Fen: raw.sqlite3_column_int64(row, 0))))
        .ToDictionary(b => b.account, b => b.Fen, StringComparer.Ordinal));

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private T Use<T>(Func<Reader, T> read)
    {
        if (!_idle.TryTake(out var reader))
        {
            reader = new(connectionString);
        }
        var kept = false;
        try
        {
            var value = read(reader);
            kept = !_disposed;
            return value;
        }
        finally
        {
            if (kept)
            {
                _idle.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, SqliteStatement> _statements = [];

        public Reader(string connectionString)
        {
            _connection = new(connectionString);
            _connection.Open();
            raw.sqlite3_busy_timeout(_connection.Handle, SqliteStore.BusyTimeoutSeconds * 1_000);
        }

        public SqliteStatement this[string sql]
        {
            get
            {
                if (!_statements.TryGetValue(sql, out var statement))
                {
                    _statements.Add(sql, statement = new(_connection, sql));
                }
                return statement;
            }
        }

        public void Dispose()
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }
            _connection.Dispose();
        }
    }
}
