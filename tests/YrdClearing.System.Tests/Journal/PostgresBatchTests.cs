using System.Collections;
using Npgsql;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.Journal.Postgres;

namespace YrdClearing.System.Tests.Journal;

/// <summary>
/// What a transaction's statements are put together in is used again for the next. Something left of the last one would be refused by the
/// database and written again without it, so that only the time it takes would tell.
/// </summary>
public sealed class PostgresBatchTests
{
    [Fact]
    public void Nothing_of_the_last_transaction_is_in_the_statements_of_the_next()
    {
        using var connection = new NpgsqlConnection();
        var statements = new PostgresBatch();
        statements.TryAdd(Batch("C1", "C2")).ShouldBeTrue();
        var first = Rows(statements.Build(connection, mayWriteWhile: null));
        first.ShouldAllBe(rows => rows == 1 || rows == 2);

        statements.Clear();

        statements.TryAdd(Batch("C1")).ShouldBeTrue("its key is no longer that of another book's batch");
        Rows(statements.Build(connection, mayWriteWhile: null)).ShouldAllBe(rows => rows == 1);
    }

    /// <summary>How many rows each column of each statement has.</summary>
    private static int[] Rows(NpgsqlBatch all) =>
    [
        .. from NpgsqlBatchCommand statement in all.BatchCommands
           from NpgsqlParameter column in statement.Parameters
           select ((ICollection)column.Value!).Count,
    ];

    private static BookBatch Batch(params string[] commands) => new("fund:310000", 1, 0, new byte[32], [.. commands.Select(Entry)]);

    private static NumberedEntry Entry(string command, int index)
    {
        var request = new CommitRequest
        {
            Book = "fund:310000",
            Aggregate = "voucher:V1",
            At = new(0),
            Actor = "fund:310000",
            CommandId = command,
            BodyHash = new byte[32],
            Event = "voucher.applied.1",
            Data = StoredJson.Of("{}"),
            Facts = [new("fund:" + command, 1)],
            Rows = [new(new() { Id = "voucher:" + command, Kind = "voucher", Status = "Applied", Body = StoredJson.Of("{}") }, 0)],
        };
        return new(request, index + 1, 0, EntryCheck.KeysOf(request), [], [], null);
    }
}
