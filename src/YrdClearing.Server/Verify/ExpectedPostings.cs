namespace YrdClearing.Server.Verify;

/// <summary>What an entry must post and owe, gathered account by account; a debit is positive.</summary>
internal sealed class ExpectedPostings
{
    private readonly SortedDictionary<string, Int128> _fen = new(StringComparer.Ordinal);

    /// <summary>What one book owes the other from this entry on, or mirrors of that; null when nothing.</summary>
    public (string Kind, string Book, Int128 Fen)? Due { get; private set; }

    /// <summary>Accounts and what is posted to each, none of them 0.</summary>
    public IEnumerable<(string Account, Int128 Fen)> ByAccount => _fen.Where(p => p.Value != 0).Select(p => (p.Key, p.Value));

    public ExpectedPostings Debit(string account, Int128 fen)
    {
        _fen[account] = _fen.GetValueOrDefault(account) + fen;
        return this;
    }

    public ExpectedPostings Credit(string account, Int128 fen) => Debit(account, -fen);

    /// <summary>A debit to one account, a credit to another.</summary>
    public ExpectedPostings Move(string debit, string credit, Int128 fen) => Debit(debit, fen).Credit(credit, fen);

    /// <summary>Only what one book owes another, and only when it is something, is an obligation.</summary>
    public ExpectedPostings Owe(string kind, string book, string counterparty, Int128 fen)
    {
        Due = book != counterparty && fen != 0 ? (kind, counterparty, fen) : null;
        return this;
    }
}
