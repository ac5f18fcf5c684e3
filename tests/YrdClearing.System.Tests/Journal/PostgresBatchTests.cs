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
public sealed class PostgresBatchTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const string Book = "fund:310000";

    /// <summary>
    /// Found in the silos' logs after faults on real processes: a statement that was used again went out under the name that another
    /// connection had prepared it by, and the server knew none or another statement of that name.
    /// </summary>
    [Fact]
    public async Task A_transaction_names_no_statement_that_another_connection_has_prepared()
    {
        var claimed = await database.Store.ClaimAsync(Book, TestContext.Current.CancellationToken);
        var writer = new PostgresBatchWriter();
        await using var one = await ConnectAsync();
        // A statement is prepared when it comes the fifth time.
        for (var seq = 0; seq < 8; seq++)
        {
            await WriteAsync(one, seq, frees: true);
        }
        await using var other = await ConnectAsync();
        await WriteAsync(other, 8, frees: false);
        await WriteAsync(other, 9, frees: true);
        await WriteAsync(one, 10, frees: true);

        async Task WriteAsync(NpgsqlConnection connection, long seq, bool frees)
        {
            var entry = Entry($"C{seq}", (int)seq);
            var freeing = entry with { Request = entry.Request with { Frees = frees ? ["invoice/1"] : [] }, Hash = entry.Hash };
            var batch = new BookBatch(Book, claimed.Epoch, seq, claimed.Hash, [freeing]);
            (await writer.WriteAsync(connection, [batch], mayWriteWhile: "TRUE", TestContext.Current.CancellationToken))
                .ShouldHaveSingleItem().Status.ShouldBe(BatchStatus.Written);
        }
    }

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

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.Options.Postgres) { MaxAutoPrepare = 100, Pooling = false }.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static BookBatch Batch(params string[] commands) => new(Book, 1, 0, new byte[32], [.. commands.Select(Entry)]);

    private static NumberedEntry Entry(string command, int index)
    {
        var request = new CommitRequest
        {
            Book = Book,
            Aggregate = "voucher:V1",
            At = new(0),
            Actor = "fund:310000",
            CommandId = command,
            BodyHash = new byte[32],
            Event = "voucher.applied.1",
            Data = StoredJson.Of("{}"),
            Facts = [new("fund:" + command, 0)],
            Rows = [new(new() { Id = "voucher:" + command, Kind = "voucher", Status = "Applied", Body = StoredJson.Of("{}") }, 0)],
        };
        return new(request, index + 1, 0, EntryCheck.KeysOf(request), [], [], null) { Hash = new byte[32] };
    }
}
