using Npgsql;
using YrdClearing.Benchmarks.Load;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>The statements of one transaction of peer (b), a round trip each.</summary>
internal sealed class ServiceTransaction(NpgsqlConnection connection, PeerCall call)
{
    private const string Entry = """
        INSERT INTO entry (book, at, actor, command_id, body_hash, aggregate, event, data, accounts, amounts, due_kind, due_book, due_fen)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id
        """;

    private const string Keys = "INSERT INTO key (key, value, entry) SELECT k, $2, $3 FROM unnest($1::text[]) AS k";

    private const string Balance = "UPDATE balance SET fen = fen + $3 WHERE book = $1 AND account = $2";

    public PeerCall Call => call;

    public void Require(bool holds)
    {
        if (!holds)
        {
            throw new CommandRefusedException($"{call.Envelope.Do} {call.Id}");
        }
    }

    /// <summary>The one row that a query gives.</summary>
    public async Task<object[]> RowAsync(string sql, params object?[] arguments)
    {
        await using var command = Command(sql, arguments);
        await using var reader = await command.ExecuteReaderAsync();
        Require(await reader.ReadAsync());
        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    public async Task RunAsync(string sql, params object?[] arguments)
    {
        await using var command = Command(sql, arguments);
        Require(await command.ExecuteNonQueryAsync() > 0);
    }

    /// <summary>Writes the command's entry and keys, then its balances in the order of their names.</summary>
    public Task PostAsync(string book, string aggregate, string name, string[] keys, params (string Account, long Fen)[] postings) =>
        PostAsync(new(book, aggregate, name, null, null, null, postings), isOfCommand: true, keys);

    /// <summary>Writes an entry and its mirror, in the order of their books.</summary>
    public async Task PostBothAsync(ServiceEntry home, ServiceEntry mirror)
    {
        if (string.CompareOrdinal(home.Book, mirror.Book) < 0)
        {
            await PostAsync(home, isOfCommand: true, []);
            await PostAsync(mirror, isOfCommand: false, []);
        }
        else
        {
            await PostAsync(mirror, isOfCommand: false, []);
            await PostAsync(home, isOfCommand: true, []);
        }
    }

    private async Task PostAsync(ServiceEntry entry, bool isOfCommand, string[] keys)
    {
        var accounts = Array.ConvertAll(entry.Postings, p => p.Account);
        var row = await RowAsync(
            Entry, entry.Book, call.At, call.Actor, isOfCommand ? call.Id : null, isOfCommand ? call.Hash : null, entry.Aggregate,
            entry.Name, call.Body, accounts, Array.ConvertAll(entry.Postings, p => p.Fen), entry.DueKind, entry.DueBook, entry.DueFen);
        if (isOfCommand)
        {
            // A taken key violates the table's, which ends the transaction.
            await RunAsync(Keys, (string[])[.. keys, "cmd/" + call.Id], entry.Aggregate, row[0]);
        }
        foreach (var (account, fen) in entry.Postings)
        {
            await RunAsync(Balance, entry.Book, account, fen);
        }
    }

    private NpgsqlCommand Command(string sql, object?[] arguments)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }
        return command;
    }
}

/// <summary>An entry of peer (b).</summary>
internal sealed record ServiceEntry(
    string Book, string Aggregate, string Name, string? DueKind, string? DueBook, long? DueFen,
    params (string Account, long Fen)[] Postings);
