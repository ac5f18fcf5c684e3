using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using YrdClearing.Journal;
using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// What <c>yrd verify</c> finds when somebody who knows the product forges an event: changes a field of it, computes its book's chain anew
/// and makes the state rows say the same. An anchor finds each of them; without one the rules tell most.
/// </summary>
public sealed class ForgedHistoryTests(OpenJournal journal) : IClassFixture<OpenJournal>
{
    /// <summary>
    /// Fields whose change makes another history that holds in itself, with the reason: by event and field, or by field alone. Only an anchor
    /// finds these.
    /// </summary>
    private static readonly Dictionary<string, string> Unknowable = new(StringComparer.Ordinal)
    {
        ["reason"]                       = "somebody's words",
        ["evidence"]                     = "somebody's words",
        ["trigger"]                      = "somebody's words",
        ["source"]                       = "somebody's words",
        ["name"]                         = "a name",
        ["bankRef"]                      = "the bank's words",
        ["numberMasked"]                 = "for people to look at; the number's hash counts",
        ["region"]                       = "what a party says of itself",
        ["sme"]                          = "what a party says of itself",
        ["services"]                     = "what a party says of itself",
        ["service"]                      = "what a party says of itself",
        ["province"]                     = "what funds agreed about a provider",
        ["ordinal"]                      = "the place in a list",
        ["technologyValue"]              = "what a market registered; no amount hangs on it",
        ["objectionDays"]                = "no amount hangs on it",
        ["acceptBy"]                     = "no amount hangs on it",
        ["closes"]                       = "no amount hangs on it",
        ["isLate"]                       = "no amount hangs on it",
        ["isDeemed"]                     = "no amount hangs on it",
        ["isLast"]                       = "the status says it too",
        ["fromSeq"]                      = "the sums between are compared",
        ["toSeq"]                        = "the sums between are compared",
        ["share"]                        = "beside the amount, which counts; of an offer nobody accepted, a new offer",
        ["milestones.id"]                = "beside the plan; the amounts count",
        ["ids"]                          = "what the plan makes of itself",
        ["addsUpToOne"]                  = "what the plan makes of itself",
        ["dueDays"]                      = "no amount hangs on it",
        ["reportDays"]                   = "no amount hangs on it",
        ["ends"]                         = "no amount hangs on it",
        ["due"]                          = "no amount hangs on it",
        ["at"]                           = "when a run of deadlines began",
        ["deadlines.book-run.1 orders"]  = "a count",
        ["deadlines.book-run.1 vouchers"] = "a count",
        ["deadlines.market-run.1 milestones"] = "a count",
        ["policy.from"]                  = "an earlier day, on which nothing was decided",
        ["payout.due.1 voucher"]         = "the order counts, which has one voucher",
        ["compensation.deposited.1 amount"] = "the bank's word for what came in",
        ["opening.market-opened.1 terms.feeRate"]     = "said again by the market's own book, which counts",
        ["opening.market-opened.1 terms.sellerShare"] = "said again by the market's own book, which counts",
        ["order.delivered.1 contract"]   = "the provider's word for a contract that no market registers",
        ["contract.drafted.1 seller"]    = "a draft with other parties",
        ["contract.drafted.1 buyer"]     = "a draft with other parties",
        ["contract.drafted.2 seller"]    = "a draft with other parties",
        ["contract.drafted.2 buyer"]     = "a draft with other parties",
        ["contract.drafted.2 value"]     = "a draft of a royalty that nothing was paid of",
        ["plan.tiers.above"]             = "a draft of a royalty that nothing was paid of",
        ["plan.tiers.rate"]              = "a draft of a royalty that nothing was paid of",
        ["royalty.reported.1 base"]      = "what a buyer reports",
        ["royalty.inspected.1 base"]     = "what a market found",
        ["contract.licence-accepted.1 seller"] = "no payment names them yet",
        ["contract.licence-accepted.1 buyer"]  = "no payment names them yet",
        ["title.registered.1 holder"]    = "what a market registered",
        ["title.registered.1 kind"]      = "what a market registered",
        ["title.registered.1 market"]    = "what a market registered",
    };

    /// <summary>Kinds of events that say what was offered or registered elsewhere: no money follows from them alone.</summary>
    private static readonly string[] Notices = ["registration.recorded.1", "licence.offered.1", "listing.opened.1", "listing.bid-listed.1"];

    [Fact]
    public async Task An_anchor_finds_every_forged_field_and_the_rules_find_what_money_hangs_on()
    {
        var anchors = (await VerifyTests.RunAsync(journal.Original)).Heads;
        var missed = new List<string>();
        foreach (var forgery in Forgeries())
        {
            var copy = journal.Copy();
            await forgery.WriteAsync(copy);
            var report = await VerifyTests.RunAsync(copy, anchors);
            Directory.Delete(copy, recursive: true);
            report.Invariants.Single(i => i.Name == "anchors").Ok.ShouldBeFalse(forgery.ToString());
            if (!IsUnknowable(forgery) && report.Invariants.All(i => i.Ok || i.Name == "anchors"))
            {
                missed.Add(forgery.ToString());
            }
        }
        missed.ShouldBeEmpty();
    }

    /// <summary>Found by reading: the voucher held the invoice, so that another order's claim passed for the first one submitted again.</summary>
    [Fact]
    public async Task One_invoice_for_two_claims_of_one_voucher_is_found()
    {
        const string book = "fund:330000", invoice = "26332000000000030007", other = "26332000000000030008";
        var copy = journal.Copy();
        VerifyTests.Change(copy,
            $"UPDATE entry SET data = replace(data, '{other}', '{invoice}') WHERE data LIKE '%{other}%' AND book = '{book}'").ShouldBe(2);
        VerifyTests.Change(copy, $"DELETE FROM key WHERE key LIKE 'invoice/%{other}'").ShouldBe(1);
        RecomputedChain.Write(copy, book);
        await WriteRowsAsync(copy, "voucher:V4");

        VerifyTests.ShouldName(await VerifyTests.RunAsync(copy), "keys are unique and those of entries");
    }

    private static bool IsUnknowable(Forgery forgery) => Notices.Contains(forgery.Entry.Event)
        || Unknowable.Keys.Any(k => forgery.Field == k || forgery.Field.EndsWith(" " + k, StringComparison.Ordinal)
            || forgery.Field.EndsWith("." + k, StringComparison.Ordinal));

    /// <summary>One for each field of each kind of event, in an entry from the middle; without <c>YRD_TAMPER=long</c> some of them.</summary>
    private List<Forgery> Forgeries()
    {
        using var connection = VerifyTests.Open(journal.Original);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT book, seq, aggregate, event, data, amounts, messages, due_fen FROM entry ORDER BY book, seq";
        using var rows = command.ExecuteReader();
        var all = new List<Forgery>();
        while (rows.Read())
        {
            var entry = new Entry(
                rows.GetString(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5),
                rows.IsDBNull(6) ? null : rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetInt64(7));
            all.AddRange(JsonLeaves.Of(JsonNode.Parse(entry.Data)).DistinctBy(l => l.Path).Select(l => new Forgery(entry, l.Path)));
        }
        const int every = 5, everyUnknowable = 25;
        return [.. all.GroupBy(f => f.Field).Select(g => g.ElementAt(g.Count() / 2)).OrderBy(f => f.Field, StringComparer.Ordinal)
            .Where((f, i) => TamperingTrial.IsLong || i % (IsUnknowable(f) ? everyUnknowable : every) == 0)];
    }

    /// <summary>The rows that the product itself would make of the forged events.</summary>
    private static async Task WriteRowsAsync(string folder, string aggregate)
    {
        await using var store = await JournalStores.OpenAsync(new(folder, null, Write: false), TimeProvider.System, CancellationToken.None);
        RebuiltAggregate rebuilt;
        using (var reader = await JournalReader.OpenAsync(store, CancellationToken.None))
        {
            rebuilt = new RowRebuild(reader).Find(aggregate)!;
        }
        using var connection = VerifyTests.Open(folder);
        foreach (var (id, row) in rebuilt.Rows)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE state SET {string.Join(", ", RebuiltRow.Columns.Select((c, i) => $"{c} = ${i}"))} WHERE id = $id";
            command.Parameters.AddWithValue("$id", id);
            foreach (var (text, i) in row.Texts.Select((t, i) => (t, i)))
            {
                command.Parameters.AddWithValue("$" + i.ToString(CultureInfo.InvariantCulture), (object?)text ?? DBNull.Value);
            }
            command.ExecuteNonQuery();
        }
    }

    private sealed record Entry(
        string Book, long Seq, string Aggregate, string Event, string Data, string Amounts, string? Messages, long? DueFen);

    /// <summary>A field of an event is changed, and with an amount whatever else of the entry says the same amount.</summary>
    private sealed record Forgery(Entry Entry, string Path)
    {
        public string Field => $"{Entry.Event} {Path}";

        public override string ToString() => $"{Field} of {Entry.Book}/{Entry.Seq}";

        public async Task WriteAsync(string folder)
        {
            var data = JsonNode.Parse(Entry.Data)!;
            var leaf = JsonLeaves.Of(data).First(l => l.Path == Path);
            var before = leaf.IsNumber ? leaf.Value.GetValue<long>() : 0;
            leaf.Change();
            using (var connection = VerifyTests.Open(folder))
            {
                Set(connection, "data", JsonLeaves.Text(data));
                if (before != 0)
                {
                    var amounts = JsonSerializer.Deserialize<long[]>(Entry.Amounts)!;
                    Set(connection, "amounts", JsonSerializer.Serialize(amounts.Select(a => Raised(a, before))));
                    Set(connection, "due_fen", Entry.DueFen is { } due ? Raised(due, before) : null);
                    Set(connection, "messages", Entry.Messages is { } messages ? Raised(messages, before) : null);
                }
            }
            RecomputedChain.Write(folder, Entry.Book);
            await WriteRowsAsync(folder, Entry.Aggregate);
        }

        /// <summary>An amount that was the forged one, with whatever sign, is now.</summary>
        private static long Raised(long fen, long before) => Math.Abs(fen) == Math.Abs(before) ? fen + Math.Sign(fen) : fen;

        private static string Raised(string messages, long before)
        {
            var json = JsonNode.Parse(messages)!;
            foreach (var leaf in JsonLeaves.Of(json).Where(l => l.IsNumber && l.Value.GetValue<long>() == before).ToList())
            {
                leaf.Change();
            }
            return JsonLeaves.Text(json);
        }

        private void Set(SqliteConnection connection, string column, object? value)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE entry SET {column} = $value WHERE book = $book AND seq = $seq";
            command.Parameters.AddWithValue("$value", value ?? DBNull.Value);
            command.Parameters.AddWithValue("$book", Entry.Book);
            command.Parameters.AddWithValue("$seq", Entry.Seq);
            command.ExecuteNonQuery().ShouldBe(1);
        }
    }
}
