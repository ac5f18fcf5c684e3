namespace YrdClearing.Server.Verify;

/// <summary>
/// Every entry posts what its event says, to the accounts that are meant and to no others, and is an obligation, or the mirror of one, when
/// and as its event makes it one. What an event says is for the other checks to prove.
/// </summary>
internal sealed class PostingCheck : Check
{
    private readonly Func<object?[], object?> _grant;
    private long _events, _obligations;

    public PostingCheck(Scratch scratch) : base("postings are those of events")
    {
        scratch.Run(
            "CREATE TABLE granted (book TEXT, enterprise TEXT, year INTEGER, PRIMARY KEY (book, enterprise, year)) WITHOUT ROWID");
        // A row only the first time.
        _grant = scratch.PrepareScalar("INSERT INTO granted VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING RETURNING 1");
    }

    public override void Entry(StoredEntry entry)
    {
        _events++;
        _obligations += entry.DueKind is null ? 0 : 1;
        var expected = EventPostings.Of(entry.Event, entry.Fields);
        if (entry.Event == "voucher.approved.1"
            && _grant([entry.Book, entry.Fields.Text("enterprise"), entry.Fields.Fen("quotaYear")]) is not null)
        {
            EventPostings.Grant(expected, entry.Fields);
        }
        ComparePostings(entry, expected);
        CompareObligation(entry, expected);
    }

    protected override string Figure =>
        $"{Fen.Count(_events, "event", "events")}, {Fen.Count(_obligations, "obligation or mirror", "obligations and mirrors")}";

    private void ComparePostings(StoredEntry entry, ExpectedPostings expected)
    {
        var stored = new ExpectedPostings();
        for (var i = 0; i < Math.Min(entry.Accounts.Length, entry.Amounts.Length); i++)
        {
            stored.Debit(entry.Accounts[i], entry.Amounts[i]);
        }
        if (!stored.ByAccount.SequenceEqual(expected.ByAccount))
        {
            Fail($"{entry.Name} ({entry.Event}) posts {Text(stored.ByAccount.Except(expected.ByAccount))}, "
                + $"its event comes to {Text(expected.ByAccount.Except(stored.ByAccount))}");
        }
    }

    private void CompareObligation(StoredEntry entry, ExpectedPostings expected)
    {
        var (kind, book, fen) = expected.Due is { } due ? (due.Kind, due.Book, (Int128?)due.Fen) : (null, null, null);
        if (entry.DueKind != kind || entry.DueBook != book || entry.DueFen != fen)
        {
            Fail($"{entry.Name} ({entry.Event}) is {Text(entry.DueKind, entry.DueBook, entry.DueFen)}, "
                + $"its event makes it {Text(kind, book, fen)}");
        }
    }

    private static string Text(IEnumerable<(string Account, Int128 Fen)> postings) =>
        string.Join(", ", postings.Select(p => $"{p.Account} {Fen.Text(p.Fen)}")) is { Length: > 0 } text ? text : "nothing else";

    private static string Text(string? kind, string? book, Int128? fen) =>
        kind is null && book is null && fen is null ? "no obligation" : $"{kind} of {(fen is { } f ? Fen.Text(f) : "nothing")} with {book}";
}
