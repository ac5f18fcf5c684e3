using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace YrdClearing.System.Tests.Verify;

/// <summary>A change behind the writer's back.</summary>
/// <param name="Place">What it changes, as lists of exceptions name it: <c>TABLE.COLUMN</c> or <c>TABLE</c> for whole rows.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Sql">The statements.</param>
internal sealed record Tampering(string Place, string Kind, string Sql)
{
    /// <summary>As lists of exceptions have it.</summary>
    public string Way => $"{Place} {Kind}";

    public override string ToString() => $"{Way}: {Sql}";
}

/// <summary>
/// What an intruder or a fault may do to any table of a journal, derived from its schema: each column of some rows gets other values, values
/// change places, rows go, come twice, and a book loses its end.
/// </summary>
/// <param name="journal">An open connection to the undamaged journal.</param>
/// <param name="rowsPerColumn">Rows of each column that are changed.</param>
internal sealed class Tamperings(SqliteConnection journal, int rowsPerColumn)
{
    private const string OtherText = "0";

    /// <summary>All tables and their columns.</summary>
    public IReadOnlyList<(string Table, IReadOnlyList<Column> Columns)> Schema() =>
        [.. Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .Select(t => ((string)t[0]!, Columns((string)t[0]!)))];

    public IEnumerable<Tampering> All() => Schema().SelectMany(t => OfTable(t.Table, t.Columns)).Concat(Truncations());

    private IReadOnlyList<Column> Columns(string table) =>
        [.. Rows($"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')")
            .Select(c => new Column((string)c[0]!, (string)c[1]!, (long)c[2]! == 0, (long)c[3]! > 0))];

    private IEnumerable<Tampering> OfTable(string table, IReadOnlyList<Column> columns)
    {
        var rows = Rows($"SELECT {string.Join(", ", columns.Select(c => c.Name))} FROM {table}")
            .Select(r => new Row(table, columns, r)).ToList();
        rows.ShouldNotBeEmpty($"{table} has nothing to be changed");
        foreach (var column in columns)
        {
            var some = Some(rows, r => r[column] is not null).Concat(Some(rows, r => r[column] is null)).ToList();
            foreach (var row in some)
            {
                foreach (var (kind, value) in OtherValues(column, row[column], rows))
                {
                    yield return new($"{table}.{column.Name}", kind, row.Update(column, value));
                }
                if (rows.Find(r => r != row && !Equal(r[column], row[column])) is { } other && !column.IsKey)
                {
                    yield return new($"{table}.{column.Name}", "swapped",
                        $"{row.Update(column, Quoted(other[column]))}; {other.Update(column, Quoted(row[column]))}");
                }
            }
        }
        foreach (var row in Some(rows, _ => true))
        {
            yield return new(table, "deleted", $"DELETE FROM {table} WHERE {row.Key}");
            foreach (var key in columns.Where(c => c.IsKey))
            {
                yield return new(table, $"twice by {key.Name}", row.InsertWith(key, OtherValues(key, row[key], rows).First().Value));
            }
        }
        yield return new(table, "emptied", $"DELETE FROM {table}");
    }

    /// <summary>Each book's last entries cut off and its head set back to what is left.</summary>
    private IEnumerable<Tampering> Truncations()
    {
        foreach (var head in Rows("SELECT book, seq FROM head WHERE seq > 1"))
        {
            var (book, seq) = ((string)head[0]!, (long)head[1]!);
            foreach (var left in new[] { seq - 1, seq / 2 })
            {
                yield return new("entry", "cut off", string.Create(CultureInfo.InvariantCulture,
                    $"""
                    DELETE FROM entry WHERE book = '{book}' AND seq > {left};
                    UPDATE head SET seq = {left}, hash = (SELECT hash FROM entry WHERE book = '{book}' AND seq = {left}),
                        delivered = min(delivered, {left}) WHERE book = '{book}'
                    """));
            }
        }
    }

    /// <summary>Other values of a column, as SQL.</summary>
    private static IEnumerable<(string Kind, string Value)> OtherValues(Column column, object? value, List<Row> rows)
    {
        switch (value)
        {
            case null:
                yield return ("given", rows.Select(r => r[column]).FirstOrDefault(v => v is not null) is { } v ? Quoted(v)
                    : column.Type == "INTEGER" ? "1" : "'x'");
                yield break;
            case long number:
                yield return ("one more", Quoted(number + 1));
                yield return ("one less", Quoted(number - 1));
                yield return ("other number", Quoted(number == 0 ? 1_000 : 0L));
                yield return ("largest", Quoted(long.MaxValue));
                break;
            case byte[] bytes:
                yield return ("one bit", Quoted((byte[])[.. bytes[..^1], (byte)(bytes[^1] ^ 1)]));
                yield return ("zeroed", $"zeroblob({bytes.Length})");
                break;
            case string text:
                yield return ("longer", Quoted(text + OtherText));
                if (rows.Select(r => r[column]).FirstOrDefault(o => !Equal(o, value) && o is not null) is { } other)
                {
                    yield return ("another row's", Quoted(other));
                }
                foreach (var (kind, json) in OtherJson(text))
                {
                    yield return (kind, Quoted(json));
                }
                break;
        }
        if (column.IsNullable)
        {
            yield return ("nothing", "NULL");
        }
    }

    /// <summary>JSON with its first number one fen higher, and with its first text another one.</summary>
    private static IEnumerable<(string Kind, string Json)> OtherJson(string text)
    {
        if (text is not ['{' or '[', ..])
        {
            yield break;
        }
        foreach (var isNumber in new[] { true, false })
        {
            var json = JsonNode.Parse(text)!;
            var leaf = JsonLeaves.Of(json).FirstOrDefault(l => l.IsNumber == isNumber);
            if (leaf is not null)
            {
                leaf.Change();
                yield return (isNumber ? "one fen more" : "other text", JsonLeaves.Text(json));
            }
        }
    }

    /// <summary>Rows from all over the table.</summary>
    private IEnumerable<Row> Some(List<Row> rows, Func<Row, bool> wanted)
    {
        var all = rows.Where(wanted).ToList();
        var count = Math.Min(rowsPerColumn, all.Count);
        return Enumerable.Range(1, count).Select(i => all[(all.Count * i / (count + 1)) % all.Count]).Distinct();
    }

    private IEnumerable<object?[]> Rows(string sql)
    {
        using var command = journal.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object?[reader.FieldCount];
            reader.GetValues(values!);
            yield return [.. values.Select(v => v is DBNull ? null : v)];
        }
    }

    private static bool Equal(object? a, object? b) => a is byte[] x && b is byte[] y ? x.AsSpan().SequenceEqual(y) : Equals(a, b);

    private static string Quoted(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => $"x'{Convert.ToHexString(bytes)}'",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    internal sealed record Column(string Name, string Type, bool IsNullable, bool IsKey);

    private sealed class Row(string table, IReadOnlyList<Column> columns, object?[] values)
    {
        public object? this[Column column] => values[columns.Select((c, i) => (c, i)).First(p => p.c == column).i];

        /// <summary>What selects it.</summary>
        public string Key => string.Join(" AND ", columns.Where(c => c.IsKey).Select(c => $"{c.Name} = {Quoted(this[c])}"));

        public string Update(Column column, string value) => $"UPDATE {table} SET {column.Name} = {value} WHERE {Key}";

        public string InsertWith(Column column, string value) =>
            $"INSERT INTO {table} SELECT {string.Join(", ", columns.Select(c => c == column ? value : c.Name))} FROM {table} WHERE {Key}";
    }
}
