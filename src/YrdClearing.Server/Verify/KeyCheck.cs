using System.Security.Cryptography;
using System.Text.Json;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Server.Verify;

/// <summary>
/// The key table is what the entries took and did not give back, each key once in the network: command ids, applied messages, funds,
/// markets, parties, vouchers, orders, cycles, titles with their encumbrances, contracts, registration numbers, open licences, listings with
/// their titles, bids and deals, open applications, claimed invoices. Besides, a command's id may be held by a refusal (seq 0); then no
/// entry has it.
/// </summary>
internal sealed class KeyCheck : Check
{
    private readonly JournalReader _journal;
    private readonly Scratch _scratch;
    private readonly Action<object?[]> _take, _free, _claim, _giveBack;
    private readonly Func<object?[], object?> _claimant, _application;

    public KeyCheck(JournalReader journal, Scratch scratch) : base("keys are unique and those of entries")
    {
        (_journal, _scratch) = (journal, scratch);
        scratch.Run(
            """
            CREATE TABLE taken (key TEXT, book TEXT, seq INTEGER, value TEXT, PRIMARY KEY (key, book, seq)) WITHOUT ROWID;
            CREATE TABLE claimed (key TEXT, book TEXT, claimant TEXT, PRIMARY KEY (key, book)) WITHOUT ROWID;
            CREATE TABLE stored_key (key TEXT PRIMARY KEY, value TEXT, book TEXT, seq INTEGER) WITHOUT ROWID;
            """);
        _take = scratch.Prepare("INSERT OR IGNORE INTO taken VALUES (?1, ?2, ?3, ?4)");
        _free = scratch.Prepare("DELETE FROM taken WHERE key = ?1 AND book = ?2 AND value = ?3");
        _claim = scratch.Prepare("INSERT INTO claimed VALUES (?1, ?2, ?3)");
        _giveBack = scratch.Prepare("DELETE FROM claimed WHERE key = ?1 AND book = ?2");
        _claimant = scratch.PrepareScalar("SELECT claimant FROM claimed WHERE key = ?1 AND book = ?2");
        _application = scratch.PrepareScalar("SELECT 'application/' || fund || '/' || enterprise FROM voucher WHERE id = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        if (entry.CommandId is not null)
        {
            Take(entry, "cmd/" + entry.CommandId, entry.Aggregate);
        }
        if (entry.CauseBook is not null)
        {
            Take(entry, $"msg/{entry.CauseBook}/{entry.CauseSeq}/{entry.CauseN}", entry.Aggregate);
        }
        switch (entry.Event)
        {
            case "opening.fund-opened.1":
                Take(entry, "fund/" + entry.Fields.Text("fund"), entry.Aggregate);
                break;
            case "opening.market-opened.1":
                Take(entry, "market/" + entry.Fields.Text("market"), entry.Aggregate);
                break;
            case "title.registered.1":
                Take(entry, "title/" + entry.Fields.Text("title"), entry.Aggregate);
                break;
            case "contract.drafted.1" or "contract.drafted.2":
                TakeContract(entry);
                break;
            case "contract.licence-accepted.1":
                TakeContract(entry);
                TakeEncumbrance(entry, entry.Fields.Fen("encumbrance"));
                break;
            case "licence.offered.1":
                Take(entry, "open-licence/" + entry.Fields.Text("offer"), entry.Aggregate);
                break;
            case "contract.signed.1" when entry.Fields.Optional("encumbrance") is { } number:
                TakeEncumbrance(entry, number.GetInt64());
                break;
            case "listing.opened.1":
                Take(entry, "listing/" + entry.Fields.Text("listing"), entry.Aggregate);
                Take(entry, "listed/" + entry.Fields.Text("title"), entry.Aggregate);
                break;
            case "listing.dealt.1":
                Take(entry, "deal/" + entry.Fields.Text("contract"), entry.Aggregate);
                _free(["listed/" + entry.Fields.Text("title"), entry.Book, entry.Aggregate]);
                break;
            case "listing.closed.1":
                _free(["listed/" + entry.Fields.Text("title"), entry.Book, entry.Aggregate]);
                break;
            case "bid.deposited.1":
                Take(entry, $"bid/{entry.Fields.Text("listing")}/{entry.Fields.Text("bidder")}", entry.Aggregate);
                break;
            case "contract.registered.1":
                Take(entry, "registration/" + entry.Fields.Text("number"), entry.Aggregate);
                break;
            case "registration.recorded.1":
                Take(entry, "registration/" + entry.Fields.GetProperty("particulars").Text("number"), entry.Aggregate);
                break;
            case "enterprise.registered.1":
                Take(entry, "enterprise/" + entry.Fields.Text("enterprise"), entry.Aggregate);
                break;
            case "provider.applied.1":
                Take(entry, "provider/" + entry.Fields.Text("provider"), entry.Aggregate);
                break;
            case "cycle.cut-off.1":
                Take(entry, "cycle/" + entry.Fields.Text("cycle"), entry.Aggregate);
                break;
            case "voucher.applied.1":
                Take(entry, "voucher/" + entry.Fields.Text("voucher"), entry.Aggregate);
                Take(entry, $"application/{entry.Fields.Text("fund")}/{entry.Fields.Text("enterprise")}", entry.Aggregate);
                break;
            case "voucher.approved.1" or "voucher.rejected.1":
                _free([_application([entry.Fields.Text("voucher")]), entry.Book, entry.Aggregate]);
                break;
            case "order.placed.1":
                Take(entry, "order/" + entry.Fields.Text("order"),
                    $"{entry.Fields.Text("voucher")}|{entry.Book}|{entry.Fields.Text("payingBook")}");
                break;
            case "claim.submitted.1":
                TakeInvoice(entry, InvoiceKey.Of(entry.Fields.Text("invoice")), entry.Fields.Text("order"));
                break;
            case "claim.rejected.1":
                FreeInvoice(entry, InvoiceKey.Of(entry.Fields.Text("invoice")), entry.Fields.Text("order"));
                break;
        }
    }

    public override void Finish()
    {
        var insert = _scratch.Prepare("INSERT INTO stored_key VALUES (?1, ?2, ?3, ?4)");
        foreach (var row in _journal.Rows("SELECT key, value, book, seq FROM key"))
        {
            insert([row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)]);
            if (row.GetInt64(3) == 0 && !IsRefusal(row.GetString(1)))
            {
                Fail($"{row.GetString(0)} is held by no entry, but not by a refusal either");
            }
        }
        FailEach(_scratch.Rows("SELECT key, count(*), min(book || '/' || seq) FROM taken GROUP BY key HAVING count(*) > 1 ORDER BY key")
            .Select(r => $"{r.GetString(0)} is taken {r.GetInt64(1)} times, first by {r.GetString(2)}"));
        FailEach(_scratch.Rows(
            """
            SELECT t.key, t.book, t.seq FROM taken t
            WHERE NOT EXISTS (SELECT 1 FROM stored_key k WHERE k.key = t.key AND k.book = t.book AND k.seq = t.seq
                AND t.value = k.value)
            ORDER BY 1, 2, 3
            """).Select(r => $"{r.GetString(0)} of {r.GetString(1)}/{r.GetInt64(2)} is not in the key table"));
        FailEach(_scratch.Rows(
            """
            SELECT k.key, k.book, k.seq FROM stored_key k
            WHERE NOT EXISTS (SELECT 1 FROM taken t WHERE t.key = k.key AND t.book = k.book AND t.seq = k.seq)
                AND NOT (k.seq = 0 AND k.key >= 'cmd/' AND k.key < 'cmd0') ORDER BY 1
            """).Select(r => $"{r.GetString(0)} is in the key table, but {r.GetString(1)}/{r.GetInt64(2)} does not hold it"));
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM stored_key"), "key", "keys")}, "
        + Fen.Count(_scratch.Count("SELECT count(*) FROM taken WHERE key >= 'cmd/' AND key < 'cmd0'"), "command", "commands");

    /// <summary>A refusal says what it was of, a body's SHA-256, and its code.</summary>
    private static bool IsRefusal(string value)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            return json.RootElement.GetProperty("bodyHash").GetBytesFromBase64().Length == SHA256.HashSizeInBytes
                && json.RootElement.GetProperty("rejection").Text("code").Length > 0;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private void Take(StoredEntry entry, string key, string value) => _take([key, entry.Book, entry.Seq, value]);

    private void TakeContract(StoredEntry entry)
    {
        var title = entry.Fields.Optional("title")?.GetString();
        var seller = "market:" + entry.Fields.Text("sellerMarket");
        Take(entry, "contract/" + entry.Fields.Text("contract"), $"{seller}|{entry.Book}|{title}");
    }

    private void TakeEncumbrance(StoredEntry entry, long number) =>
        Take(entry, $"title/{entry.Fields.Text("title")}/{number}", entry.Aggregate);

    /// <summary>
    /// A claim that was returned and is submitted again still holds its invoice. The key is filed under the voucher, whose other orders are
    /// not meant.
    /// </summary>
    private void TakeInvoice(StoredEntry entry, string key, string order)
    {
        switch (_claimant([key, entry.Book]) as string)
        {
            case null:
                _claim([key, entry.Book, order]);
                Take(entry, key, entry.Aggregate);
                break;
            case var claimant when claimant != order:
                Fail($"{entry.Name}: {key} of {order} is claimed for {claimant}");
                break;
        }
    }

    private void FreeInvoice(StoredEntry entry, string key, string order)
    {
        if (_claimant([key, entry.Book]) as string == order)
        {
            _giveBack([key, entry.Book]);
            _free([key, entry.Book, entry.Aggregate]);
        }
    }
}
