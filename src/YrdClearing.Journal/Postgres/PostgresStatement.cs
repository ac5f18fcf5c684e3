using Npgsql;
using NpgsqlTypes;

namespace YrdClearing.Journal.Postgres;

/// <summary>
/// A statement that takes any number of rows, each of its parameters the array of one column. The parameters and their lists are used again
/// for each transaction: made anew, they were a sixth of what a command allocates while transactions are small. The command is not: Npgsql
/// keeps with it under which name a connection has prepared it, and the next transaction may go over another one.
/// </summary>
/// <param name="sql">The statement; its parameters are in the order in which the columns are added.</param>
internal sealed class PostgresStatement<TRow>(string sql)
{
    private readonly List<IColumn> _columns = [];
    private NpgsqlBatchCommand? _command;

    private interface IColumn
    {
        NpgsqlParameter Parameter { get; }

        void Fill(List<TRow> rows);

        void Clear();
    }

    /// <summary>What the next transaction has for it.</summary>
    public List<TRow> Rows { get; } = [];

    /// <summary>Adds a column; the type of its values decides its PostgreSQL type.</summary>
    public PostgresStatement<TRow> With<TColumn>(Func<TRow, TColumn> value) => With(value, new());

    /// <summary>Adds a column of texts that are UTF-8 already: they go out as they are.</summary>
    public PostgresStatement<TRow> WithText(Func<TRow, byte[]?> utf8) =>
        With(utf8, new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    /// <summary>Adds the statement for its rows to the others; none without rows.</summary>
    public void AddTo(NpgsqlBatch all)
    {
        if (Rows.Count == 0)
        {
            return;
        }
        _command = new(sql);
        foreach (var column in _columns)
        {
            column.Fill(Rows);
            _command.Parameters.Add(column.Parameter);
        }
        all.BatchCommands.Add(_command);
    }

    /// <summary>Forgets the rows; not before they have been sent.</summary>
    public void Clear()
    {
        _command?.Parameters.Clear();
        _command = null;
        Rows.Clear();
        foreach (var column in _columns)
        {
            column.Clear();
        }
    }

    private PostgresStatement<TRow> With<TColumn>(Func<TRow, TColumn> value, NpgsqlParameter<List<TColumn>> parameter)
    {
        _columns.Add(new Column<TColumn>(value, parameter));
        return this;
    }

    private sealed class Column<TColumn>(Func<TRow, TColumn> value, NpgsqlParameter<List<TColumn>> parameter) : IColumn
    {
        private readonly List<TColumn> _values = [];

        public NpgsqlParameter Parameter => parameter;

        public void Fill(List<TRow> rows)
        {
            foreach (var row in rows)
            {
                _values.Add(value(row));
            }
            // Also tells the parameter that its size is another one now.
            parameter.TypedValue = _values;
        }

        public void Clear() => _values.Clear();
    }
}
