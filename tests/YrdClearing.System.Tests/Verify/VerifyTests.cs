using Microsoft.Data.Sqlite;
using YrdClearing.Journal;
using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>A good journal passes; whatever is changed behind the writer's back is found, by the invariant that is there for it.</summary>
public sealed class VerifyTests(PlayedJournal journal) : IClassFixture<PlayedJournal>
{
    /// <summary>An entry of a fund's book with postings, somewhere in the middle.</summary>
    private const string SomeEntry =
        "book = 'fund:310000' AND seq = (SELECT max(seq) FROM entry WHERE book = 'fund:310000' AND event = 'order.placed.1')";

    private const string SomeAppropriation = "event = 'fund.appropriated.1'";

    [Fact]
    public async Task A_good_journal_passes()
    {
        var report = await RunAsync(journal.Copy());
        report.Ok.ShouldBeTrue(Text(report));
        report.Invariants.Count.ShouldBe(27);
        report.Heads.ShouldContain(h => h.Book == "network");
    }

    /// <summary>Found by counting: each book without a budget was shown with the accounts of one.</summary>
    [Fact]
    public async Task The_figures_count_accounts_that_were_posted_to_and_no_others()
    {
        var copy = journal.Copy();
        var (accounts, sets) = (new HashSet<string>(), new HashSet<string>());
        await using (var connection = Open(copy))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT DISTINCT book, account FROM posting";
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            {
                var (book, account) = (rows.GetString(0), rows.GetString(1));
                accounts.Add($"{book} {account}");
                sets.Add($"{book} {(account.Split(':')[0] is var set and ("budget" or "quota") ? set : "financial")}");
            }
        }

        var report = await RunAsync(copy);

        Figure(report, "balances are sums of postings").ShouldStartWith($"{accounts.Count} accounts, ");
        Figure(report, "trial balances are zero").ShouldBe($"{sets.Count} sets of accounts, each 0.00");
    }

    /// <summary>Found by reading: while it rebuilt the rows, Ctrl-C ended nothing.</summary>
    [Fact]
    public async Task Who_interrupts_it_need_not_wait_for_the_rows_to_be_rebuilt()
    {
        await using var store = await OpenAsync(journal.Copy());
        using var interrupt = new CancellationTokenSource();
        using var reader = await JournalReader.OpenAsync(store, interrupt.Token);
        using var rebuilt = new RowRebuild(reader).All().GetEnumerator();
        rebuilt.MoveNext().ShouldBeTrue();
        await interrupt.CancelAsync();
        Should.Throw<OperationCanceledException>(() => rebuilt.MoveNext());
    }

    [Theory]
    [InlineData("hash chain",
        "UPDATE entry SET actor = 'fund:310000/nobody' WHERE " + SomeEntry)]
    [InlineData("hash chain, entries balance, trial balances are zero",
        "UPDATE entry SET amounts = replace(amounts, '[', '[1') WHERE " + SomeEntry)]
    [InlineData("hash chain, vouchers are the control accounts",
        "UPDATE entry SET amounts = (SELECT json_group_array(value * 2) FROM json_each(amounts)) WHERE " + SomeEntry)]
    [InlineData("hash chain, vouchers are the control accounts",
        "UPDATE entry SET data = json_set(data, '$.subsidy', json_extract(data, '$.subsidy') + 1) WHERE " + SomeEntry)]
    [InlineData("reservations are those of orders, claims payable are open payouts",
        "UPDATE entry SET data = json_set(data, '$.amount', json_extract(data, '$.amount') + 1) WHERE event = 'claim.approved.1'")]
    [InlineData("sequences without a gap, hash chain, keys are unique and those of entries, state rows are those of entries",
        "DELETE FROM entry WHERE " + SomeEntry)]
    [InlineData("sequences without a gap",
        "DELETE FROM entry WHERE book = 'fund:310000' AND seq = (SELECT max(seq) FROM entry WHERE book = 'fund:310000')")]
    [InlineData("sequences without a gap",
        "DELETE FROM entry WHERE book = 'fund:310000'")]
    [InlineData("hash chain",
        "UPDATE head SET hash = zeroblob(32) WHERE book = 'fund:310000'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET status = 'Issued', amount2 = amount2 + 100 WHERE id = (SELECT min(id) FROM state WHERE kind = 'voucher')")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET body = replace(body, '\"available\":', '\"available\":1') "
        + "WHERE id = (SELECT min(id) FROM state WHERE kind = 'voucher')")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET version = version + 1 WHERE id = (SELECT min(id) FROM state WHERE kind = 'provider')")]
    [InlineData("state rows are those of entries",
        "DELETE FROM state WHERE id = (SELECT max(id) FROM state WHERE kind = 'payout')")]
    [InlineData("keys are unique and those of entries",
        "DELETE FROM key WHERE key = (SELECT max(key) FROM key WHERE key LIKE 'cmd/%')")]
    [InlineData("keys are unique and those of entries",
        "DELETE FROM key WHERE key = (SELECT max(key) FROM key WHERE key LIKE 'invoice/%')")]
    [InlineData("keys are unique and those of entries",
        "INSERT INTO key SELECT 'order/none', value, book, seq FROM key WHERE key LIKE 'order/%' LIMIT 1")]
    [InlineData("keys are unique and those of entries",
        "UPDATE entry SET command_id = (SELECT command_id FROM entry WHERE book = 'network' AND seq = 1) WHERE " + SomeEntry)]
    [InlineData("messages are applied once",
        """
        UPDATE entry SET (cause_book, cause_seq, cause_n) = (
            SELECT cause_book, cause_seq, cause_n FROM entry WHERE event = 'payout.due.1' LIMIT 1)
        WHERE event = 'claim.paid.1' AND book || seq = (SELECT min(book || seq) FROM entry WHERE event = 'claim.paid.1')
        """)]
    [InlineData("messages are applied once",
        "UPDATE entry SET cause_book = NULL WHERE event = 'payout.due.1'")]
    [InlineData("mirrors are equal",
        "UPDATE entry SET due_fen = due_fen + 1 WHERE due_kind = 'ApprovalMirror'")]
    [InlineData("mirrors are equal",
        "UPDATE entry SET due_fen = due_fen - 1 WHERE due_kind = 'ApprovalMirror'")]
    [InlineData("mirrors are equal",
        "UPDATE entry SET accounts = replace(accounts, 'liabilities:due-to:fund:32', 'liabilities:due-to:fund:33') "
        + "WHERE event = 'claim.approved.1'")]
    [InlineData("quotas",
        "UPDATE entry SET data = json_set(data, '$.annualCap', 1) WHERE event = 'voucher.approved.1'")]
    [InlineData("claims payable are open payouts",
        "UPDATE entry SET data = json_set(data, '$.amount', json_extract(data, '$.amount') + 1) WHERE event = 'payout.due.1'")]
    [InlineData("guarded accounts at every sequence, hash chain",
        "UPDATE entry SET amounts = (SELECT json_group_array(-value) FROM json_each(amounts)) WHERE event = 'fund.appropriated.1'")]
    [InlineData("budget buckets are the appropriation, trial balances are zero",
        "UPDATE entry SET accounts = replace(accounts, 'budget:available', 'assets:cash') WHERE " + SomeAppropriation)]
    [InlineData("hash chain, vouchers are the control accounts",
        "UPDATE entry SET data = 'not JSON' WHERE " + SomeEntry)]
    [InlineData("hash chain, escrow held is escrow owed",
        "UPDATE entry SET data = json_set(data, '$.amount', json_extract(data, '$.amount') + 1) WHERE event = 'contract.funded.1'")]
    [InlineData("escrow held is escrow owed, guarded accounts at every sequence",
        "UPDATE entry SET amounts = (SELECT json_group_array(-value) FROM json_each(amounts)) WHERE event = 'contract.funded.1'")]
    [InlineData("escrow held is escrow owed",
        "UPDATE entry SET data = json_set(data, '$.value', 1) WHERE event = 'contract.drafted.1'")]
    [InlineData("escrow held is escrow owed",
        "UPDATE entry SET data = json_set(data, '$.amount', 1) WHERE event = 'contract.refund-instructed.1'")]
    [InlineData("claims payable are open payouts",
        "UPDATE entry SET data = json_set(data, '$.amount', json_extract(data, '$.amount') + 1) WHERE event = 'payout.release-due.1'")]
    [InlineData("titles have one holder",
        "UPDATE entry SET data = json_set(data, '$.count', 9) WHERE event = 'title.encumbered.1'")]
    [InlineData("titles have one holder, state rows are those of entries",
        "UPDATE entry SET data = json_set(data, '$.holder', 'nobody') WHERE event = 'title.transferred.1'")]
    [InlineData("titles have one holder, keys are unique and those of entries",
        "UPDATE entry SET data = json_set(data, '$.encumbrance', 9) WHERE event = 'contract.signed.1' AND data LIKE '%encumbrance%'")]
    [InlineData("titles have one holder",
        "UPDATE entry SET event = 'title.freed.1' WHERE event = 'title.encumbered.1'")]
    [InlineData("keys are unique and those of entries",
        "DELETE FROM key WHERE key LIKE 'registration/%'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET amount2 = amount2 + 1 WHERE kind = 'contract'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET body = replace(body, '\"escrow\":', '\"escrow\":1') WHERE kind = 'contract'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET enterprise = 'nobody' WHERE kind = 'title'")]
    [InlineData("state rows are those of entries",
        "DELETE FROM state WHERE id = (SELECT max(id) FROM state WHERE kind = 'policy')")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET body = replace(body, '\"rate\":', '\"rate\":1') WHERE kind = 'policy'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET due = NULL WHERE kind = 'voucher'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET body = replace(body, '\"useBy\":\"2', '\"useBy\":\"3') WHERE kind = 'voucher'")]
    [InlineData("state rows are those of entries",
        "INSERT INTO state SELECT 'enterprise:nobody', kind, parent, book, version, seq, created, at, status, fund, enterprise, provider, "
        + "claim, amount, amount2, amount3, due, body FROM state WHERE kind = 'enterprise' LIMIT 1")]
    [InlineData("state rows are those of entries",
        "INSERT INTO state SELECT id || '0', kind, parent, book, version, seq, created, at, status, fund, enterprise, provider, "
        + "claim, amount, amount2, amount3, due, body FROM state WHERE kind = 'policy' LIMIT 1")]
    public Task A_change_behind_the_writers_back_is_found(string invariants, string sql) => ShouldBeFoundAsync(journal, invariants, sql);

    internal static async Task ShouldBeFoundAsync(PlayedJournal journal, string invariants, string sql)
    {
        var copy = journal.Copy();
        Change(copy, sql).ShouldBePositive();

        ShouldName(await RunAsync(copy), invariants);
    }

    /// <param name="report">What verify said.</param>
    /// <param name="invariants">Those that must not hold, among others, with commas between them.</param>
    internal static void ShouldName(VerifyReport report, string invariants)
    {
        report.Ok.ShouldBeFalse();
        foreach (var name in invariants.Split(", "))
        {
            var found = report.Invariants.Single(i => i.Name == name);
            found.Ok.ShouldBeFalse($"{name} says {found.Figure}");
            found.Rows.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_swapped_pair_is_found()
    {
        var copy = journal.Copy();
        Change(copy, "UPDATE entry SET seq = -7 WHERE book = 'fund:320000' AND seq = 7");
        Change(copy, "UPDATE entry SET seq = 7 WHERE book = 'fund:320000' AND seq = 8");
        Change(copy, "UPDATE entry SET seq = 8 WHERE book = 'fund:320000' AND seq = -7");

        var report = await RunAsync(copy);

        var chain = report.Invariants.Single(i => i.Name == "hash chain");
        chain.Rows.ShouldContain(r => r.StartsWith("fund:320000/7 ", StringComparison.Ordinal), Text(report));
    }

    [Fact]
    public async Task A_wholly_recomputed_chain_is_found_by_an_anchor_only()
    {
        var copy = journal.Copy();
        var anchors = (await RunAsync(copy)).Heads;
        Change(copy, "UPDATE entry SET actor = 'fund:310000/nobody' WHERE book = 'fund:310000' AND seq = 3");
        RecomputedChain.Write(copy, "fund:310000");

        (await RunAsync(copy)).Ok.ShouldBeTrue("a chain that was recomputed as a whole is consistent in itself");
        var report = await RunAsync(copy, anchors);
        report.Invariants.Where(i => !i.Ok).Select(i => i.Name).ShouldBe(["anchors"]);
        report.Invariants.Single(i => !i.Ok).Rows.ShouldHaveSingleItem().ShouldStartWith("fund:310000/");
    }

    [Fact]
    public async Task Anchors_of_earlier_entries_hold_and_one_beyond_the_end_does_not()
    {
        var copy = journal.Copy();
        var heads = (await RunAsync(copy)).Heads;
        (await RunAsync(copy, heads)).Ok.ShouldBeTrue();
        var beyond = heads[0] with { Seq = heads[0].Seq + 1 };
        (await RunAsync(copy, [.. heads, beyond])).Invariants.Single(i => !i.Ok).Failures.ShouldBe(1);
    }

    [Fact]
    public async Task A_checkpoint_must_be_the_sum_of_the_postings_up_to_it()
    {
        var copy = journal.Copy();
        Change(copy, "DELETE FROM balance");
        Change(copy, "DELETE FROM checkpoint");
        Change(copy, "INSERT INTO checkpoint SELECT 'fund:310000', 20");
        Change(copy, "INSERT INTO balance SELECT book, account, sum(fen) FROM posting "
            + "WHERE book = 'fund:310000' AND seq <= 20 GROUP BY account");
        (await RunAsync(copy)).Ok.ShouldBeTrue();

        Change(copy, "UPDATE balance SET fen = fen + 1 WHERE account = 'budget:available'").ShouldBe(1);
        var report = await RunAsync(copy);

        report.Invariants.Where(i => !i.Ok).Select(i => i.Name).ShouldBe(["balances are sums of postings"]);
        report.Invariants.Single(i => !i.Ok).Rows.ShouldHaveSingleItem().ShouldContain("budget:available");
    }

    /// <returns>The rows that were changed.</returns>
    internal static int Change(string folder, string sql)
    {
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    internal static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "journal.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    internal static async Task<VerifyReport> RunAsync(string folder, params IEnumerable<Anchor> anchors)
    {
        await using var store = await OpenAsync(folder);
        return await Verification.RunAsync(store, anchors, TestContext.Current.CancellationToken);
    }

    private static Task<JournalStore> OpenAsync(string folder) =>
        JournalStores.OpenAsync(new(folder, null, Write: false), TimeProvider.System, CancellationToken.None);

    private static string Figure(VerifyReport report, string invariant) => report.Invariants.Single(i => i.Name == invariant).Figure;

    private static string Text(VerifyReport report)
    {
        using var text = new StringWriter();
        VerifyCommand.WriteText(report, text);
        return text.ToString();
    }
}
