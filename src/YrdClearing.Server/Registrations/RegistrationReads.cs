using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Registrations;

/// <summary>
/// The register by SQL: contracts that other systems registered, then those that <c>contract.register</c> registered here, with the values
/// in force and the regions of their parties.
/// </summary>
internal sealed class RegistrationReads(JournalStore store)
{
    // {text:x} and {fen:x} stand for a member of the row's JSON body, as text and as a whole number.
    private const string Recorded = """
        SELECT {text:s.number} AS number, {text:s.date} AS day, CAST(NULL AS BIGINT) AS at, {text:s.type} AS type,
            s.provider AS seller, {text:s.sellerName} AS seller_name, s.fund AS seller_region,
            s.enterprise AS buyer, {text:s.buyerName} AS buyer_name, {text:s.buyerRegion} AS buyer_region,
            s.amount AS value, s.amount2 AS technology
        FROM state s
        WHERE s.id > 'registration:' AND s.id < 'registration;' AND {text:s.date} >= @firstDay AND {text:s.date} <= @lastDay
        """;

    private const string Own = """
        SELECT {text:s.number} AS number, CAST(NULL AS TEXT) AS day, e.at AS at, {text:s.type} AS type,
            s.provider AS seller, {text:a.name} AS seller_name, {text:a.region} AS seller_region,
            s.enterprise AS buyer, {text:b.name} AS buyer_name, {text:b.region} AS buyer_region,
            s.amount AS value, {fen:s.technologyValue} AS technology
        FROM state s
        JOIN entry e ON e.aggregate = s.id AND e.event = 'contract.registered.1'
        JOIN state a ON a.id = 'enterprise:' || s.provider
        JOIN state b ON b.id = 'enterprise:' || s.enterprise
        WHERE s.id > 'contract:' AND s.id < 'contract;' AND e.at >= @from AND e.at < @before
        """;

    private const string Totals = """
        SELECT substr(seller_region, 1, 2) || '0000' AS "from", substr(buyer_region, 1, 2) || '0000' AS "to", type,
            CAST(COUNT(*) AS BIGINT) AS contracts, {sum:value} AS value, {sum:technology} AS technology
        FROM ({rows}) AS registered
        GROUP BY 1, 2, 3
        """;

    /// <summary>The years of registration that a report or an export may ask for.</summary>
    public const int FirstYear = 1985, LastYear = 8998;

    /// <summary>Row by row as the database gives them: recorded ones first, each part in the order of its ids.</summary>
    /// <param name="year">Of registration (+08:00); null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<string[]> RowsAsync(int? year, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        foreach (var sql in new[] { Recorded, Own })
        {
            var command = new CommandDefinition(Dialect(sql + "\nORDER BY s.id"), Bounds(year), cancellationToken: cancellation);
            await using var reader = await connection.ExecuteReaderAsync(command);
            while (await reader.ReadAsync(cancellation))
            {
                yield return
                [
                    reader.GetString(0), reader.IsDBNull(1) ? Day(new BusinessTime(reader.GetInt64(2)).Day) : reader.GetString(1),
                    reader.GetString(3).ToLowerInvariant(), .. Enumerable.Range(4, 6).Select(reader.GetString),
                    new Money(reader.GetInt64(10)).ToString(), new Money(reader.GetInt64(11)).ToString(),
                ];
            }
        }
    }

    /// <summary>Totals per ordered pair of provinces and type, in their order.</summary>
    public async Task<IReadOnlyList<PairTotal>> TotalsAsync(int year, CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        var sql = Dialect(store.WithSums(Totals.Replace("{rows}", Recorded + "\nUNION ALL\n" + Own, StringComparison.Ordinal)));
        var rows = await connection.QueryAsync<TotalColumns>(new CommandDefinition(sql, Bounds(year), cancellationToken: cancellation));
        return
        [
            .. rows
                .Select(r => new PairTotal(
                    r.From, r.To, Enum.Parse<ContractType>(r.Type), new(r.Contracts, MoneySum.OfFen(r.Value), MoneySum.OfFen(r.Technology))))
                .OrderBy(t => t.From, StringComparer.Ordinal).ThenBy(t => t.To, StringComparer.Ordinal).ThenBy(t => t.Type),
        ];
    }

    private static object Bounds(int? year)
    {
        if (year is not { } one)
        {
            var (firstDay, lastDay) = (Day(DateOnly.MinValue), Day(DateOnly.MaxValue));
            return new { firstDay, lastDay, from = long.MinValue, before = long.MaxValue };
        }
        var (first, last) = (new DateOnly(one, 1, 1), new DateOnly(one, 12, 31));
        return new
        {
            firstDay = Day(first),
            lastDay = Day(last),
            from = BusinessTime.EndOf(first.AddDays(-1)).UnixMicroseconds,
            before = BusinessTime.EndOf(last).UnixMicroseconds,
        };
    }

    /// <summary>JSON is read in each database's own words; everything else is the common subset.</summary>
    private string Dialect(string sql) => Regex.Replace(
        sql, @"\{(text|fen):(\w)\.(\w+)\}", m => (store.IsPostgres, m.Groups[1].Value) switch
        {
            (true, "text")  => $"({m.Groups[2]}.body::json ->> '{m.Groups[3]}')",
            (true, _)       => $"CAST({m.Groups[2]}.body::json ->> '{m.Groups[3]}' AS BIGINT)",
            _               => $"({m.Groups[2]}.body ->> '{m.Groups[3]}')",
        });

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private sealed class TotalColumns
    {
        public required string From { get; init; }
        public required string To { get; init; }
        public required string Type { get; init; }
        public long Contracts { get; init; }
        public required string Value { get; init; }
        public required string Technology { get; init; }
    }
}

/// <summary>Registered contracts of one type from sellers of one province to buyers of another, or the same.</summary>
internal sealed record PairTotal(string From, string To, ContractType Type, RegisteredTotal Total)
{
    public bool IsBetweenProvinces => From != To;

    /// <summary>As commands name the type.</summary>
    public string TypeName => Type.ToString().ToLowerInvariant();
}

/// <summary>Registered contracts, added up.</summary>
/// <param name="Contracts">How many.</param>
/// <param name="ContractValue">成交额.</param>
/// <param name="TechnologyValue">技术交易额.</param>
internal sealed record RegisteredTotal(long Contracts, MoneySum ContractValue, MoneySum TechnologyValue)
{
    public static RegisteredTotal Of(IEnumerable<PairTotal> parts) => parts.Aggregate(
        new RegisteredTotal(0, MoneySum.Zero, MoneySum.Zero),
        (sum, p) => new(
            sum.Contracts + p.Total.Contracts, sum.ContractValue + p.Total.ContractValue, sum.TechnologyValue + p.Total.TechnologyValue));
}
