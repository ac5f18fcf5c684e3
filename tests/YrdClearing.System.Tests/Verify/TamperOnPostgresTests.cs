namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// The same as <see cref="TamperTests"/> on PostgreSQL, which has types, keys and triggers of its own: every column of every table is
/// changed, and nothing of that stays.
/// </summary>
public sealed class TamperOnPostgresTests(OpenPostgresJournal journal) : IClassFixture<OpenPostgresJournal>
{
    [Fact]
    public async Task A_journal_with_something_open_of_each_kind_passes()
    {
        var report = await journal.VerifyAsync();
        report.Invariants.Where(i => !i.Ok).SelectMany(i => i.Rows).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_change_of_any_column_and_row_is_found()
    {
        await using var connection = await journal.OpenAsync();
        var tables = new TamperedTables(connection);
        var tamperings = TamperingTrial.IsLong ? new Tamperings(tables, rowsPerColumn: 8) : new(tables, rowsPerColumn: 1, valuesPerRow: 2);

        await new TamperingTrial(journal.VerifyChangedAsync).ShouldFindAllAsync(tamperings);

        (await journal.DifferencesAsync()).ShouldBe(0);
        (await journal.VerifyAsync()).Ok.ShouldBeTrue("all changes are undone");
    }

    /// <summary>Found by changing every column: each of these ended the run without a word about which check it was, or passed.</summary>
    [Theory]
    [InlineData("entries balance", "UPDATE entry SET amounts = array_append(amounts, NULL) WHERE event = 'fund.deposited.1'")]
    [InlineData("entries balance", "UPDATE entry SET amounts = ARRAY[amounts] WHERE event = 'fund.deposited.1'")]
    [InlineData("entries balance", "UPDATE entry SET accounts = ARRAY[accounts] WHERE event = 'fund.deposited.1'")]
    [InlineData("entries balance", "UPDATE entry SET accounts = array_append(accounts, NULL) WHERE event = 'fund.deposited.1'")]
    [InlineData("sequences without a gap",
        "INSERT INTO entry SELECT (jsonb_populate_record(e, '{\"book\": \"\"}')).* FROM entry e WHERE event = 'opening.fund-opened.1'")]
    public async Task What_was_not_found_once_is_found(string invariant, string sql)
    {
        var report = await journal.VerifyChangedAsync(sql);
        VerifyTests.ShouldName(report.ShouldNotBeNull("the database refuses it"), invariant);
    }
}
