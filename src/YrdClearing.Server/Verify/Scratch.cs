using Microsoft.Data.Sqlite;
using YrdClearing.Journal;

namespace YrdClearing.Server.Verify;

/// <summary>
/// A private temporary database for what is collected on the way, so that memory stays bounded whatever the journal's size. It is deleted
/// when disposed of and never needs to survive a crash.
/// </summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Most memory that pages of the scratch database take, KiB.</summary>
    private const int CacheKibibytes = 65_536;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("yrd-verify-");
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _prepared = [];

    public Scratch()
    {
        _connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_folder.FullName, "scratch.db"),
            Pooling = false,
        }.ConnectionString);
        _connection.Open();
        WideSum.AddTo(_connection);
        Run("PRAGMA journal_mode = OFF");
        Run("PRAGMA synchronous = OFF");
        Run("PRAGMA locking_mode = EXCLUSIVE");
        Run($"PRAGMA cache_size = -{CacheKibibytes}");
        Run("BEGIN");
    }

    /// <summary>A statement to be run many times with parameters <c>?1, ?2, …</c>.</summary>
    public Action<object?[]> Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        _prepared.Add(command);
        return values => Bind(command, values).ExecuteNonQuery();
    }

    /// <summary>A prepared query for one value; null when there is no row.</summary>
    public Func<object?[], object?> PrepareScalar(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        _prepared.Add(command);
        return values => Bind(command, values).ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, one at a time; the row is valid until the next one is asked for.</summary>
    public IEnumerable<SqliteDataReader> Rows(string sql, params object?[] values)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = Bind(command, values).ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }

    public long Count(string sql, params object?[] values) => Rows(sql, values).Select(r => r.IsDBNull(0) ? 0 : r.GetInt64(0)).First();

    /// <summary>A sum of fen of any size, by a query that selects one <c>wide_sum</c>.</summary>
    public string Sum(string sql) => Rows(sql).Select(r => r.GetString(0)).First();

    public void Dispose()
    {
        _prepared.ForEach(c => c.Dispose());
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }

    private static SqliteCommand Bind(SqliteCommand command, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (command.Parameters.Count <= i)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "?" + (i + 1) });
            }
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
        return command;
    }
}
