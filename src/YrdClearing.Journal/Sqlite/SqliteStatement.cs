using Microsoft.Data.Sqlite;
using SQLitePCL;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal.Sqlite;

/// <summary>
/// A prepared statement of one connection, bound by position: values are given in the order of the question marks. Used instead of
/// SqliteCommand because that looks up every parameter by name at every execution, which cost more than the insert itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        var code = raw.sqlite3_prepare_v2(_database, sql, out _statement);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(StoredJson? value)
    {
        Check(value is { } json
            ? raw.sqlite3_bind_text(_statement, ++_bound, json.Utf8)
            : raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public SqliteStatement Bind(long? value)
    {
        Check(value is { } number
            ? raw.sqlite3_bind_int64(_statement, ++_bound, number)
            : raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public SqliteStatement Bind(byte[]? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Runs it to the end and returns how many rows it changed.</summary>
    public int Run()
    {
        Step();
        Reset();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs it for its one row.</summary>
    public T Single<T>(Func<sqlite3_stmt, T> read)
    {
        if (Step() != raw.SQLITE_ROW)
        {
            throw new InvalidOperationException("The statement returned no row.");
        }
        var value = read(_statement);
        Reset();
        return value;
    }

    /// <summary>Runs it for all its rows.</summary>
    public List<T> All<T>(Func<sqlite3_stmt, T> read)
    {
        var rows = new List<T>();
        while (Step() == raw.SQLITE_ROW)
        {
            rows.Add(read(_statement));
        }
        Reset();
        return rows;
    }

    public static string Text(sqlite3_stmt row, int column) => raw.sqlite3_column_text(row, column).utf8_to_string();

    public static string? OptionalText(sqlite3_stmt row, int column) => IsNull(row, column) ? null : Text(row, column);

    public static long? OptionalNumber(sqlite3_stmt row, int column) =>
        IsNull(row, column) ? null : raw.sqlite3_column_int64(row, column);

    public void Dispose() => _statement.Dispose();

    private static bool IsNull(sqlite3_stmt row, int column) => raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL;

    private int Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code;
        }
        var failure = Failure(code);
        Reset();
        throw failure;
    }

    private void Reset()
    {
        raw.sqlite3_reset(_statement);
        _bound = 0;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            var failure = Failure(code);
            Reset();
            throw failure;
        }
    }

    private SqliteException Failure(int code) =>
        new(raw.sqlite3_errmsg(_database).utf8_to_string(), code, raw.sqlite3_extended_errcode(_database));
}
