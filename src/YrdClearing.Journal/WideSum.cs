using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace YrdClearing.Journal;

/// <summary>
/// Sums in SQL that may pass 64 bits, as the text of a whole number. PostgreSQL adds up to a type of any size; SQLite's own <c>sum</c>
/// ends the query when a sum passes 64 bits, be it on the way, so there the aggregate <c>wide_sum</c> adds up here.
/// </summary>
public static class WideSum
{
    private static readonly Regex Placeholder = new(@"\{sum:([^}]+)\}");

    /// <summary>Makes <c>wide_sum</c> known to the connection, as long as it is open.</summary>
    public static void AddTo(SqliteConnection connection) => connection.CreateAggregate(
        "wide_sum",
        Int128.Zero,
        (Int128 sum, long? fen) => sum + (fen ?? 0),
        sum => sum.ToString(CultureInfo.InvariantCulture),
        isDeterministic: true);

    /// <summary>Writes <c>{sum:…}</c>, the sum of a column or an expression, in the database's own words.</summary>
    internal static string Dialect(string sql, bool isPostgres) =>
        Placeholder.Replace(sql, isPostgres ? "CAST(SUM($1) AS TEXT)" : "wide_sum($1)");
}
