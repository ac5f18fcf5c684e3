using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class HashChainTestsOnSqlite(SqliteDatabase database) : HashChainTests(database), IClassFixture<SqliteDatabase>
{
    protected override string Joined(string column) => $"(SELECT group_concat(value, ' ') FROM json_each({column}))";
}

public sealed class HashChainTestsOnPostgres(PostgresDatabase database) : HashChainTests(database), IClassFixture<PostgresDatabase>
{
    protected override string Joined(string column) => $"array_to_string({column}, ' ')";
}

/// <summary>The chain as ops/architecture.md describes it, recomputed from the stored columns with none of the writer's code.</summary>
public abstract class HashChainTests(JournalDatabase database) : JournalTestBase(database)
{
    [Fact]
    public async Task The_chain_can_be_recomputed_from_the_stored_columns()
    {
        var book = await Database.OpenBookAsync(Fund);
        await CommitAsync(
            book,
            Appropriate("1", 100_00),
            Request("2") with { Rows = [new(Row("voucher:" + Id("V"), "Issued"), 0)] },
            Issue("3", 5) with
            {
                CommandId = null,
                BodyHash = null,
                Cause = new("fund:320000", 17, 2),
                Messages = [new(0, "fund:330000", "payout:O1", "payout.record-due.1", StoredJson.Of("""{"payee":"甲","fen":5}"""))],
                Obligation = new(ObligationKind.Approval, "fund:330000", new(5)),
            });
        var hash = new byte[32];
        foreach (var (canonical, stored) in await EntriesAsync())
        {
            hash = SHA256.HashData([.. hash, .. canonical]);
            stored.ShouldBe(hash);
        }
        book.Head.Hash.ShouldBe(hash);
        (await Database.OpenBookAsync(Fund)).Head.Hash.ShouldBe(hash);
    }

    [Fact]
    public async Task Recorded_time_never_runs_backwards_within_a_book()
    {
        await CommitOneAsync(await Database.OpenBookAsync(Fund, new FixedClock(2026)), Appropriate("1", 1));
        var book = await Database.OpenBookAsync(Fund, new FixedClock(2025));
        await CommitOneAsync(book, Appropriate("2", 1));
        await using var connection = await Database.Store.OpenReadAsync(default);
        (await connection.QueryAsync<long>("SELECT DISTINCT recorded FROM entry WHERE book = @Fund", new { Fund })).ShouldHaveSingleItem();
    }

    protected abstract string Joined(string column);

    private async Task<List<(byte[] Canonical, byte[] Hash)>> EntriesAsync()
    {
        await using var connection = await Database.Store.OpenReadAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT book, seq, at, recorded, actor, command_id, body_hash, cause_book, cause_seq, cause_n, aggregate, event, data, currency,
                COALESCE({Joined("accounts")}, ''), COALESCE({Joined("amounts")}, ''), messages, due_kind, due_book, due_fen, hash
            FROM entry WHERE book = '{Fund}' ORDER BY seq
            """;
        var entries = new List<(byte[], byte[])>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var canonical = new List<byte>();
            for (var column = 0; column < reader.FieldCount - 1; column++)
            {
                var text = reader.IsDBNull(column) ? null : reader.GetValue(column) switch
                {
                    byte[] bytes => Convert.ToHexStringLower(bytes),
                    var value => value.ToString(),
                };
                var length = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
                canonical.AddRange([.. length, .. Encoding.UTF8.GetBytes(text ?? "")]);
            }
            entries.Add(([.. canonical], (byte[])reader.GetValue(reader.FieldCount - 1)));
        }
        return entries;
    }

    private sealed class FixedClock(int year) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
