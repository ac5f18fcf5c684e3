using System.Collections;
using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace YrdClearing.System.Tests.Verify;

/// <summary>The tables of a journal, read from the schema of its database, and how that writes values in SQL.</summary>
/// <param name="journal">An open connection.</param>
internal sealed class TamperedTables(DbConnection journal)
{
    private const string OfSqlite =
        """
        SELECT t.name, c.name, c.type, c."notnull" = 0, c.pk > 0 FROM sqlite_master t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid
        """;

    // Orleans' tables are of processes, not of the journal; beside an embedded journal they are in a file of their own.
    private const string OfPostgres =
        """
        SELECT t.table_name::text, c.column_name::text, c.data_type::text, (c.is_nullable = 'YES')::int, EXISTS (
            SELECT FROM information_schema.key_column_usage k
            JOIN information_schema.table_constraints p USING (constraint_schema, constraint_name)
            WHERE p.constraint_type = 'PRIMARY KEY' AND k.table_schema = t.table_schema AND k.table_name = t.table_name
                AND k.column_name = c.column_name)::int
        FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
        WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE 'orleans%'
        ORDER BY t.table_name, c.ordinal_position
        """;

    private readonly bool _isPostgres = journal is NpgsqlConnection;

    /// <summary>All tables, with all their columns.</summary>
    public IReadOnlyList<TamperedTable> All() =>
        [.. Rows(_isPostgres ? OfPostgres : OfSqlite)
            .GroupBy(c => (string)c[0]!, c => new TamperedColumn((string)c[1]!, (string)c[2]!, (long)c[3]! != 0, (long)c[4]! != 0))
            .Select(t => new TamperedTable(t.Key, [.. t]))];

    /// <summary>All rows of a table by its key.</summary>
    public List<TamperedRow> RowsOf(TamperedTable table) =>
        [.. Rows($"SELECT {table.ColumnList} FROM {table.Name} ORDER BY {table.KeyList}").Select(r => new TamperedRow(table, r, Literal))];

    /// <summary>Rows of a query; whole numbers of any size come as 64 bits.</summary>
    public IEnumerable<object?[]> Rows(string sql)
    {
        using var command = journal.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object?[reader.FieldCount];
            reader.GetValues(values!);
            yield return [.. values.Select(v => v is DBNull ? null : v is int number ? (long)number : v)];
        }
    }

    /// <summary>A value as SQL.</summary>
    public string Literal(object? value) => value switch
    {
        null             => "NULL",
        byte[] bytes     => _isPostgres ? $"'\\x{Convert.ToHexString(bytes)}'::bytea" : $"x'{Convert.ToHexString(bytes)}'",
        string text      => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        string?[] texts  => $"ARRAY[{string.Join(", ", texts.Select(Literal))}]::text[]",
        long[] numbers   => $"ARRAY[{string.Join(", ", numbers)}]::bigint[]",
        DateTime time    => Literal(time.ToString("O", CultureInfo.InvariantCulture)),
        _                => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <param name="Name">Its name.</param>
/// <param name="Columns">In the order of the schema.</param>
internal sealed record TamperedTable(string Name, IReadOnlyList<TamperedColumn> Columns)
{
    public string ColumnList => string.Join(", ", Columns.Select(c => c.Name));

    public string KeyList => string.Join(", ", Columns.Where(c => c.IsKey).Select(c => c.Name));
}

internal sealed record TamperedColumn(string Name, string Type, bool IsNullable, bool IsKey)
{
    public bool IsNumber => Type is "INTEGER" or "bigint" or "integer";
}

/// <param name="table">Whose row it is.</param>
/// <param name="values">One a column; null for NULL.</param>
/// <param name="literal">Writes a value as SQL.</param>
internal sealed class TamperedRow(TamperedTable table, object?[] values, Func<object?, string> literal)
{
    public object? this[TamperedColumn column] => values[table.Columns.Select((c, i) => (c, i)).First(p => p.c == column).i];

    /// <summary>What selects it.</summary>
    public string Key => string.Join(" AND ", table.Columns.Where(c => c.IsKey).Select(c => $"{c.Name} = {literal(this[c])}"));

    public string Update(TamperedColumn column, string value) => $"UPDATE {table.Name} SET {column.Name} = {value} WHERE {Key}";

    public string InsertWith(TamperedColumn column, string value)
    {
        var selected = table.Columns.Select(c => c == column ? value : c.Name);
        return $"INSERT INTO {table.Name} SELECT {string.Join(", ", selected)} FROM {table.Name} WHERE {Key}";
    }

    /// <summary>True when nothing is there to be changed: NULL, or an array without elements.</summary>
    public bool IsBlank(TamperedColumn column) => this[column] is null or Array { Length: 0 };

    public bool IsLike(TamperedRow other, TamperedColumn column) =>
        StructuralComparisons.StructuralEqualityComparer.Equals(this[column], other[column]);
}
