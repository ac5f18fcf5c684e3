using System.Globalization;
using System.Text.Json.Nodes;

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
/// <param name="tables">Those of the undamaged journal.</param>
/// <param name="rowsPerColumn">Rows of each column that are changed.</param>
/// <param name="valuesPerRow">Other values of the same type that each of them gets at most, one after the other.</param>
internal sealed class Tamperings(TamperedTables tables, int rowsPerColumn, int valuesPerRow = int.MaxValue)
{
    private const string OtherText = "0";

    public IEnumerable<Tampering> All() => tables.All().SelectMany(OfTable).Concat(Truncations());

    private IEnumerable<Tampering> OfTable(TamperedTable table)
    {
        var rows = tables.RowsOf(table);
        rows.ShouldNotBeEmpty($"{table.Name} has nothing to be changed");
        foreach (var column in table.Columns)
        {
            foreach (var row in Some(rows, r => !r.IsBlank(column)).Concat(Some(rows, r => r.IsBlank(column))))
            {
                foreach (var (kind, value) in OtherValues(column, row, rows))
                {
                    yield return new($"{table.Name}.{column.Name}", kind, row.Update(column, value));
                }
                if (rows.Find(r => !r.IsLike(row, column)) is { } other && !column.IsKey)
                {
                    yield return new($"{table.Name}.{column.Name}", "swapped",
                        $"{row.Update(column, tables.Literal(other[column]))}; {other.Update(column, tables.Literal(row[column]))}");
                }
            }
        }
        foreach (var row in Some(rows, _ => true))
        {
            yield return new(table.Name, "deleted", $"DELETE FROM {table.Name} WHERE {row.Key}");
            foreach (var key in table.Columns.Where(c => c.IsKey))
            {
                yield return new(table.Name, $"twice by {key.Name}", row.InsertWith(key, OtherValues(key, row, rows).First().Value));
            }
        }
        yield return new(table.Name, "emptied", $"DELETE FROM {table.Name}");
    }

    /// <summary>Each book's last entries cut off and its head set back to what is left.</summary>
    private IEnumerable<Tampering> Truncations()
    {
        foreach (var head in tables.Rows("SELECT book, seq FROM head WHERE seq > 1 ORDER BY book"))
        {
            var (book, seq) = ((string)head[0]!, (long)head[1]!);
            foreach (var left in new[] { seq - 1, seq / 2 })
            {
                yield return new("entry", "cut off", string.Create(CultureInfo.InvariantCulture,
                    $"""
                    DELETE FROM entry WHERE book = '{book}' AND seq > {left};
                    UPDATE head SET seq = {left}, hash = (SELECT hash FROM entry WHERE book = '{book}' AND seq = {left}),
                        delivered = CASE WHEN delivered < {left} THEN delivered ELSE {left} END WHERE book = '{book}'
                    """));
            }
        }
    }

    /// <summary>Other values of a column, as SQL.</summary>
    private IEnumerable<(string Kind, string Value)> OtherValues(TamperedColumn column, TamperedRow row, List<TamperedRow> rows)
    {
        if (row.IsBlank(column))
        {
            yield return ("given",
                rows.Find(r => !r.IsBlank(column)) is { } given ? tables.Literal(given[column]) : column.IsNumber ? "1" : "'x'");
            yield break;
        }
        foreach (var (kind, value) in Others(row[column]!).Take(valuesPerRow))
        {
            yield return (kind, tables.Literal(value));
        }
        if (row[column] is string or Array and not byte[] && rows.Find(r => !r.IsLike(row, column) && !r.IsBlank(column)) is { } other)
        {
            yield return ("another row's", tables.Literal(other[column]));
        }
        if (row[column] is Array and not byte[])
        {
            yield return ("nothing in it", $"array_append({column.Name}, NULL)");
            yield return ("nested", $"ARRAY[{column.Name}]");
        }
        if (column.IsNullable)
        {
            yield return ("nothing", "NULL");
        }
    }

    /// <summary>Other values of the same type, those first that are the hardest to find.</summary>
    private static IEnumerable<(string Kind, object Value)> Others(object value) => value switch
    {
        long number =>
        [
            ("one more", number + 1), ("other number", number == 0 ? 1_000L : 0L), ("one less", number - 1), ("largest", long.MaxValue),
        ],
        byte[] bytes   => [("one bit", (byte[])[.. bytes[..^1], (byte)(bytes[^1] ^ 1)]), ("zeroed", new byte[bytes.Length])],
        string text    => [.. OtherJson(text), ("longer", text + OtherText)],
        string[] texts => [("longer", (string[])[texts[0] + OtherText, .. texts[1..]]), ("one fewer", texts[..^1])],
        long[] numbers =>
        [
            ("one fen more", (long[])[numbers[0] + 1, .. numbers[1..]]), ("largest", (long[])[long.MaxValue, .. numbers[1..]]),
            ("one fewer", numbers[..^1]),
        ],
        DateTime time  => [("a day later", time.AddDays(1))],
        _              => throw new NotSupportedException($"A {value.GetType().Name} is changed in no way yet."),
    };

    /// <summary>JSON with its first number one fen higher, and with its first text another one.</summary>
    private static IEnumerable<(string Kind, object Json)> OtherJson(string text)
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
    private IEnumerable<TamperedRow> Some(List<TamperedRow> rows, Func<TamperedRow, bool> wanted)
    {
        var all = rows.Where(wanted).ToList();
        var count = Math.Min(rowsPerColumn, all.Count);
        return Enumerable.Range(1, count).Select(i => all[(all.Count * i / (count + 1)) % all.Count]).Distinct();
    }
}
