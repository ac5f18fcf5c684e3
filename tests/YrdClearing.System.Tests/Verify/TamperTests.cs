using Microsoft.Data.Sqlite;
using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// What <c>yrd verify</c> finds when any column of any table is changed. The columns come from the schema: a new one is tampered with, too.
/// With <c>YRD_TAMPER=long</c> more rows of each column are changed, which takes some minutes. <see cref="TamperOnPostgresTests"/> does the
/// same on the other database.
/// </summary>
public sealed class TamperTests(OpenJournal journal) : IClassFixture<OpenJournal>
{
    // An event that can come twice: it says the same again, and no row changes.
    private const string CopyBegin = "CREATE TEMP TABLE c AS SELECT * FROM entry WHERE event = 'opening.fund-opened.1' LIMIT 1; ";
    private const string CopyEnd = "INSERT INTO entry SELECT * FROM c";

    [Fact]
    public async Task A_journal_with_something_open_of_each_kind_passes()
    {
        var report = await VerifyTests.RunAsync(journal.Copy());
        report.Invariants.Where(i => !i.Ok).SelectMany(i => i.Rows).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_change_of_any_column_and_row_is_found()
    {
        await using var connection = VerifyTests.Open(journal.Original);
        var tamperings = new Tamperings(new(connection), rowsPerColumn: TamperingTrial.IsLong ? 20 : 1);

        await new TamperingTrial(VerifyChangedAsync).ShouldFindAllAsync(tamperings);
    }

    /// <summary>Found by changing every column: each of these passed once, or ended the run without a word about which check it was.</summary>
    [Theory]
    [InlineData("balances are sums of postings",          "UPDATE checkpoint SET seq = 0 WHERE book = 'fund:310000'")]
    [InlineData("messages are applied once",              "UPDATE head SET delivered = seq + 1 WHERE book = 'network'")]
    [InlineData("messages are applied once",              "UPDATE head SET delivered = seq WHERE book = 'fund:330000'")]
    [InlineData("hash chain",                             "INSERT INTO head VALUES ('fund:320000', 0, 1, randomblob(32), 0)")]
    [InlineData("hash chain",                             "UPDATE entry SET hash = 'none' WHERE book = 'network' AND seq = 7")]
    [InlineData("hash chain",                             "UPDATE entry SET body_hash = 'none' WHERE book = 'network' AND seq = 7")]
    [InlineData("sequences without a gap",                CopyBegin + "UPDATE c SET book = ''; " + CopyEnd)]
    [InlineData("state rows are those of entries",        CopyBegin + "UPDATE c SET book = x'00'; " + CopyEnd)]
    [InlineData("entries balance",                        "UPDATE entry SET accounts = '[null,null]' WHERE event = 'fund.deposited.1'")]
    [InlineData("keys are unique and those of entries",   "UPDATE key SET value = 'voucher:V1' WHERE key = 'cmd/network-open.jsonl:3'")]
    [InlineData("keys are unique and those of entries",   "UPDATE key SET value = value || '0' WHERE key LIKE 'msg/%'")]
    [InlineData("keys are unique and those of entries",   "UPDATE key SET value = 'voucher:V1' WHERE seq = 0")]
    [InlineData("keys are unique and those of entries",   "INSERT INTO key SELECT 'cmd/new', 'voucher:V1', 'network', 0")]
    [InlineData("replayed lines are those of entries",    "UPDATE replayed SET outcome = 'wrong_state' WHERE line = 25")]
    [InlineData("replayed lines are those of entries",    "UPDATE replayed SET seq = seq + 1 WHERE line = 25")]
    [InlineData("replayed lines are those of entries",    "UPDATE replayed SET command = 'never' WHERE line = 25")]
    [InlineData("personal values are those hashed",       "UPDATE personal SET value = '6222000000000099' WHERE kind = 'account'")]
    [InlineData("personal values are those hashed",       "UPDATE personal SET kind = 'controller' WHERE kind = 'legalRep'")]
    [InlineData("personal values are those hashed",       "INSERT INTO personal VALUES ('00', 'account', '6222000000000099')")]
    [InlineData("personal values are those hashed",       "UPDATE meta SET value = upper(hex(randomblob(32))) WHERE name = 'personal-key'")]
    [InlineData("state rows are those of entries",        "UPDATE state SET kind = 'bid' WHERE kind = 'open-licence'")]
    public Task What_was_not_found_once_is_found(string invariants, string sql) =>
        VerifyTests.ShouldBeFoundAsync(journal, invariants, sql);

    /// <summary>Found by forging every field: rules of money that no check computed a second time.</summary>
    [Theory]
    [InlineData("subsidies are those of the policy",      "order.placed.1",                 "$.rate",                       4_001)]
    [InlineData("subsidies are those of the policy",      "order.placed.1",                 "$.price",                      100)]
    [InlineData("subsidies are those of the policy",      "order.placed.1",                 "$.own",                        1)]
    [InlineData("subsidies are those of the policy",      "order.placed.1",                 "$.payee",                      "91310000MAXX00314U")]
    [InlineData("subsidies are those of the policy",      "order.placed.1",                 "$.hostFund",                   "320000")]
    [InlineData("subsidies are those of the policy",      "order.delivered.1",              "$.invoiceAmount",              1)]
    [InlineData("subsidies are those of the policy",      "order.delivered.1",              "$.subsidy",                    1)]
    [InlineData("subsidies are those of the policy",      "voucher.applied.1",              "$.amount",                     1)]
    [InlineData("subsidies are those of the policy",      "voucher.approved.1",             "$.useBy",                      "2030-01-01")]
    [InlineData("subsidies are those of the policy",      "fund.policy-published.1",        "$.policy.rate",                1)]
    [InlineData("subsidies are those of the policy",      "fund.policy-published.1",        "$.policy.from",                "2027-01-01")]
    [InlineData("subsidies are those of the policy",      "provider.applied.1",             "$.fund",                       "320000")]
    [InlineData("cycles take every obligation once",      "clearing.obligations-stated.1",  "$.obligations[0].approvals",   1)]
    [InlineData("cycles take every obligation once",      "clearing.obligations-stated.1",  "$.fromSeq",                    3)]
    [InlineData("cycles take every obligation once",      "clearing.mirror-confirmed.1",    "$.approvals",                  1)]
    [InlineData("cycles take every obligation once",      "cycle.obligations-reported.1",   "$.obligations[0].clawBacks",   1)]
    [InlineData("cycles take every obligation once",      "cycle.mirror-reported.1",        "$.clawBacks",                  1)]
    [InlineData("cycles take every obligation once",      "cycle.calculated.1",             "$.obligations[0].amount",      1)]
    [InlineData("cycles take every obligation once",      "cycle.calculated.1",             "$.instructions[0].amount",     1)]
    [InlineData("cycles take every obligation once",      "cycle.calculated.1",             "$.positions[0].amount",        1)]
    [InlineData("cycles take every obligation once",      "cycle.calculated.1",             "$.gross",                      1)]
    [InlineData("cycles take every obligation once",      "cycle.cut-off.1",                "$.mode",                       "Gross")]
    [InlineData("cycles take every obligation once",      "clearing.book-settled.1",        "$.lines[0].payable",           1)]
    [InlineData("cycles take every obligation once",      "clearing.book-settled.1",        "$.out",                        1)]
    [InlineData("cycles take every obligation once",      "clearing.book-settled.1",        "$.spent",                      1)]
    [InlineData("cycles take every obligation once",      "cycle.paid.1",                   "$.amount",                     1)]
    [InlineData("cycles take every obligation once",      "cycle.confirmed.1",              "$.book",                       "fund:320000")]
    [InlineData("cycles take every obligation once",      "clearing.book-paid.1",           "$.counterparty",               "fund:320000")]
    [InlineData("deposits are bids",                      "bid.won.1",                      "$.contract",                   "K1")]
    [InlineData("events are of their things and parties", "bid.won.1",                      "$.amount",                     1)]
    [InlineData("events are of their things and parties", "payout.instructed.1",            "$.payee",                      "91310000MAXX00314U")]
    [InlineData("events are of their things and parties", "payout.recovery-received.1",     "$.payee",                      "91310000MAXX00314U")]
    [InlineData("events are of their things and parties", "milestone.released.1",           "$.seller",                     "91310000MAXX00314U")]
    [InlineData("events are of their things and parties", "contract.terminated.1",          "$.buyer",                      "91330000MAXX00322Y")]
    [InlineData("events are of their things and parties", "voucher.returned.1",             "$.voucher",                    "V2")]
    [InlineData("events are of their things and parties", "cycle.closed.1",                 "$.cycle",                      "C9")]
    [InlineData("events are of their things and parties", "order.declined.1",               "$.released.enterprise",        "91310000MAXX00330H")]
    [InlineData("events are of their things and parties", "order.delivered.1",              "$.invoice",                    "26332000000000039999")]
    [InlineData("events are of their things and parties", "voucher.applied.1",              "$.fund",                       "320000")]
    [InlineData("events are of their things and parties", "claim.approved.1",               "$.approver",                   "fund:330000/li")]
    [InlineData("events are of their things and parties", "claim.reviewed.1",               "$.reviewer",                   "fund:330000/zhao")]
    public Task A_forged_field_is_found_by_the_rule_it_breaks(string invariant, string @event, string field, object value) =>
        VerifyTests.ShouldBeFoundAsync(
            journal, invariant,
            $"UPDATE entry SET data = json_set(data, '{field}', {(value is string s ? $"'{s}'" : $"{value}")}) "
            + $"WHERE event = '{@event}' AND json_extract(data, '{field}') IS NOT NULL");

    private async Task<VerifyReport?> VerifyChangedAsync(string sql)
    {
        const int constraint = 19;
        var copy = journal.Copy();
        try
        {
            VerifyTests.Change(copy, sql);
            return await VerifyTests.RunAsync(copy);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == constraint)
        {
            return null;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
