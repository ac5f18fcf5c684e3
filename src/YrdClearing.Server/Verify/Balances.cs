namespace YrdClearing.Server.Verify;

/// <summary>
/// Running sums of the postings of the book that is being read, in memory up to a limit, beyond it and for finished books in the scratch
/// database (table <c>sum</c>).
/// </summary>
internal sealed class Balances
{
    /// <summary>Accounts held in memory before they are written out.</summary>
    private const int MaxCachedAccounts = 100_000;

    private readonly Dictionary<string, long> _cache = new(StringComparer.Ordinal);
    private readonly Action<object?[]> _write;
    private readonly Func<object?[], object?> _read;

    public Balances(Scratch scratch)
    {
        scratch.Run("CREATE TABLE sum (book TEXT, account TEXT, fen INTEGER, PRIMARY KEY (book, account)) WITHOUT ROWID");
        _write = scratch.Prepare("INSERT INTO sum VALUES (?1, ?2, ?3) ON CONFLICT (book, account) DO UPDATE SET fen = excluded.fen");
        _read = scratch.PrepareScalar("SELECT fen FROM sum WHERE book = ?1 AND account = ?2");
    }

    /// <summary>The book that is being read.</summary>
    public string Book { get; private set; } = "";

    public void Begin(string book) => Book = book;

    /// <summary>Fen, a debit positive; 0 for an account never posted to.</summary>
    public long Of(string account) =>
        _cache.TryGetValue(account, out var fen) ? fen : _read([Book, account]) is long stored ? stored : 0;

    /// <summary>False, and nothing is added, when the sum would not fit into 64 bits: no honest journal comes near.</summary>
    public bool TryAdd(string account, long fen)
    {
        var sum = (Int128)Of(account) + fen;
        if (sum < long.MinValue || sum > long.MaxValue)
        {
            return false;
        }
        if (_cache.Count >= MaxCachedAccounts && !_cache.ContainsKey(account))
        {
            Flush();
        }
        _cache[account] = (long)sum;
        return true;
    }

    /// <summary>Writes what is in memory to the scratch database.</summary>
    public void Flush()
    {
        foreach (var (account, fen) in _cache)
        {
            _write([Book, account, fen]);
        }
        _cache.Clear();
    }
}
