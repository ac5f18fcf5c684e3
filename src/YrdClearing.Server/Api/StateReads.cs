using Dapper;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>Lists of things straight from the state rows, a page at a time in the order of their ids.</summary>
internal sealed class StateReads(JournalStore store)
{
    private const string Columns =
        "id, kind, parent, book, version, seq, created, status, fund, enterprise, provider, claim, amount, amount2, amount3, due, body";

    /// <summary>The rows of a kind that agree with every filter, after the cursor's id; one more than the page, if there is one.</summary>
    public async Task<Page<StateRow>> ListAsync(
        string kind, IReadOnlyList<FilterValue> filters, string? after, int limit, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters();
        parameters.Add("first", kind + ":");
        parameters.Add("end", kind + ";");
        parameters.Add("take", limit + 1);
        if (after is not null)
        {
            parameters.Add("after", after);
        }
        foreach (var filter in filters)
        {
            parameters.Add(filter.Column, filter.Value);
        }
        var rows = await QueryAsync(ListSql(filters, after is not null), parameters, cancellation);
        return rows.Count <= limit
            ? new(rows, null)
            : new(rows.Take(limit).ToList(), Cursor.Write(rows[limit - 1].Id));
    }

    /// <summary>A page of a kind: by the index of its party where it names one.</summary>
    internal static string ListSql(IEnumerable<FilterValue> filters, bool isAfter)
    {
        var sql = $"SELECT {Columns} FROM state WHERE id > @first AND id < @end";
        if (isAfter)
        {
            sql += " AND id > @after";
        }
        foreach (var filter in filters)
        {
            sql += filter.Value is null
                ? $" AND {filter.Column} IS NOT NULL"
                : $" AND {filter.Column} = @{filter.Column}";
        }
        return sql + " ORDER BY id LIMIT @take";
    }

    public async Task<StateRow?> FindAsync(string id, CancellationToken cancellation) =>
        (await QueryAsync($"SELECT {Columns} FROM state WHERE id = @id", new { id }, cancellation)).SingleOrDefault();

    /// <summary>The rows that belong to the aggregates, by aggregate, each in the order of creation.</summary>
    public async Task<ILookup<string, StateRow>> ChildrenAsync(IReadOnlyCollection<string> parents, CancellationToken cancellation)
    {
        if (parents.Count == 0)
        {
            return Enumerable.Empty<StateRow>().ToLookup(r => r.Id);
        }
        // Dapper writes a list out for SQLite and hands an array to PostgreSQL.
        var among = store.IsPostgres ? "= ANY(@parents)" : "IN @parents";
        var rows = await QueryAsync(
            $"SELECT {Columns} FROM state WHERE parent {among} ORDER BY parent, created, id",
            new { parents = parents.ToArray() }, cancellation);
        return rows.ToLookup(r => r.Parent!);
    }

    private async Task<List<StateRow>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        var stored = await connection.QueryAsync<Columnar>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return stored.Select(c => c.ToRow()).ToList();
    }

    private sealed class Columnar
    {
        public string Id { get; set; } = "";
        public string Kind { get; set; } = "";
        public string? Parent { get; set; }
        public string Status { get; set; } = "";
        public string? Fund { get; set; }
        public string? Enterprise { get; set; }
        public string? Provider { get; set; }
        public string? Claim { get; set; }
        public long? Amount { get; set; }
        public long? Amount2 { get; set; }
        public long? Amount3 { get; set; }
        public string? Due { get; set; }
        public string Body { get; set; } = "";

        public StateRow ToRow() => new()
        {
            Id = Id,
            Kind = Kind,
            Parent = Parent,
            Status = Status,
            Fund = Fund,
            Enterprise = Enterprise,
            Provider = Provider,
            Claim = Claim,
            Amount = Amount is { } a ? new Money(a) : null,
            Amount2 = Amount2 is { } a2 ? new Money(a2) : null,
            Amount3 = Amount3 is { } a3 ? new Money(a3) : null,
            Due = Due is null ? null : DateOnly.ParseExact(Due, "yyyy-MM-dd"),
            Body = StoredJson.Of(Body),
        };
    }
}

/// <summary>A column and the value it must have; null means any value but none.</summary>
internal sealed record FilterValue(string Column, string? Value);
