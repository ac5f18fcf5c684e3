using System.Text.Json;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// What one book says another owes it and what that one says it owes differ by exactly what messages on their way carry: approvals,
/// claw-backs and settlements. And due-to and due-from are exactly what arose, was mirrored and was settled.
/// </summary>
internal sealed class MirrorsAgree(Observer observer) : Invariant("mirrors with messages in flight", observer)
{
    private readonly Dictionary<(string Kind, string From, string To), long> _inFlight = [];
    private readonly HashSet<(string, string)> _touched = [];

    public override void TakeOver(NumberedEntry entry, JsonElement data)
    {
        if (Model.Messages.LastApplied is { } applied)
        {
            Count(applied.Message.Sent, applied.Message.Key.Book, sign: -1);
        }
        foreach (var sent in entry.Request.Messages)
        {
            Count(sent, entry.Request.Book, sign: +1);
        }
    }

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        TakeOver(entry, data);
        if (entry.Request.Obligation is { } obligation)
        {
            Touch(entry.Request.Book, obligation.Counterparty);
            Mirrors(entry, obligation);
        }
    }

    public override void AfterStep()
    {
        foreach (var (home, host) in _touched)
        {
            Compare(home, host);
        }
        _touched.Clear();
    }

    public override void AtEnd()
    {
        foreach (var (home, host) in Model.Cycles.Pairs.Keys)
        {
            Compare(home, host);
            var owes = -Model.Ledger.Fen(home, "liabilities:due-to:" + host);
            var owed = Model.Ledger.Fen(host, "assets:due-from:" + home);
            Require(owes == owed, $"{home} owes {host} {owes} fen, {host} is owed {owed} fen, and nothing is on its way");
        }
    }

    /// <summary>A mirror names the entry where the obligation arose, and says the same.</summary>
    private void Mirrors(NumberedEntry entry, Obligation mirror)
    {
        if (mirror.Kind is not (ObligationKind.ApprovalMirror or ObligationKind.ClawBackMirror))
        {
            return;
        }
        var kind = mirror.Kind == ObligationKind.ApprovalMirror ? ObligationKind.Approval : ObligationKind.ClawBack;
        var cause = entry.Request.Cause!;
        var origin = Observer.Disk.Entries(cause.Book)[(int)cause.Seq - 1].Request.Obligation;
        Require(
            cause.Book == mirror.Counterparty && origin == new Obligation(kind, entry.Request.Book, mirror.Amount),
            $"{entry.Request.Book}/{entry.Seq} mirrors {mirror}, at {cause.Book}/{cause.Seq} stands {origin}");
    }

    private void Count(OutgoingMessage message, string from, int sign)
    {
        if (message.Type is not (
            "payout.record-due.1" or "payout.record-release-due.1" or "payout.record-release-due.2" or "payout.record-claw-back.1"
            or "clearing.settle-book.1"))
        {
            return;
        }
        using var json = JsonDocument.Parse(message.Command.Utf8);
        var e = json.RootElement;
        switch (message.Type)
        {
            case "payout.record-due.1": Add("approvals", from, message.To, sign * e.Fen("amount")); return;
            case "payout.record-release-due.1" or "payout.record-release-due.2":
                Add("approvals", from, message.To, sign * (e.Fen("amount") + e.Fen("fee") + e.Items("owners").Sum(o => o.Fen("amount"))));
                return;
            case "payout.record-claw-back.1": Add("claw-backs", from, message.To, sign * e.Fen("amount")); return;
        }
        foreach (var line in e.GetProperty("lines").EnumerateArray())
        {
            Add("payable", message.To, line.Text("counterparty"), sign * line.Fen("payable"));
            Add("receivable", message.To, line.Text("counterparty"), sign * line.Fen("receivable"));
        }
    }

    private void Add(string kind, string from, string to, long fen)
    {
        _inFlight[(kind, from, to)] = _inFlight.GetValueOrDefault((kind, from, to)) + fen;
        Touch(from, to);
    }

    private void Touch(string one, string other)
    {
        if (one != other)
        {
            _touched.Add((one, other));
            _touched.Add((other, one));
        }
    }

    private void Compare(string home, string host)
    {
        var here = Model.Cycles.Pair(home, host);
        var there = Model.Cycles.Pair(host, home);
        Same("approvals", here.Approvals - there.ApprovalsMirrored, InFlight("approvals"));
        Same("claw-backs", here.ClawBacks - there.ClawBacksMirrored, InFlight("claw-backs"));
        Same(
            "settlements",
            here.SettledPayable + InFlight("payable"),
            there.SettledReceivable + _inFlight.GetValueOrDefault(("receivable", host, home)));
        Same(
            "due-to",
            -Model.Ledger.Fen(home, "liabilities:due-to:" + host),
            here.Approvals + here.ClawBacksMirrored - here.SettledPayable);
        Same(
            "due-from",
            Model.Ledger.Fen(home, "assets:due-from:" + host),
            here.ApprovalsMirrored + here.ClawBacks - here.SettledReceivable);

        long InFlight(string kind) => _inFlight.GetValueOrDefault((kind, home, host));

        void Same(string what, long one, long other)
        {
            if (one != other)
            {
                Fail($"{what} of {home} towards {host}: {one} fen against {other}");
            }
        }
    }
}
