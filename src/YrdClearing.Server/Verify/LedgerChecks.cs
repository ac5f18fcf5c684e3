namespace YrdClearing.Server.Verify;

/// <summary>The postings of every entry add up to zero.</summary>
internal sealed class EntriesBalanceCheck() : Check("entries balance")
{
    /// <summary>The one currency that this version's accounts are kept in.</summary>
    private const string Currency = "CNY";

    private long _posted;
    private Int128 _debits;

    public override void Entry(StoredEntry entry)
    {
        Int128 sum = 0;
        foreach (var fen in entry.Amounts)
        {
            sum += fen;
            _debits += fen > 0 ? fen : 0;
        }
        _posted += entry.Amounts.Length > 0 ? 1 : 0;
        if (entry.Fault is not null)
        {
            Fail($"{entry.Name}: {entry.Fault}");
        }
        else if (entry.Accounts.Length != entry.Amounts.Length)
        {
            Fail($"{entry.Name} has {entry.Accounts.Length} accounts and {entry.Amounts.Length} amounts");
        }
        else if (sum != 0)
        {
            Fail($"{entry.Name} is out of balance by {Fen.Text(sum)}");
        }
        else if (entry.Currency != Currency)
        {
            Fail($"{entry.Name} is in {entry.Currency}");
        }
    }

    /// <summary>A posting that no sum can hold.</summary>
    public void Overflowed(StoredEntry entry, string account) => Fail($"{entry.Name} takes {account} beyond 64 bits");

    protected override string Figure => $"{Fen.Count(_posted, "entry", "entries")} with postings, debits {Fen.Text(_debits)}";
}

/// <summary>
/// What the writer keeps as balances, as of its checkpoint, is the sum of the postings up to there; the tail is in the entries.
/// </summary>
internal sealed class StoredBalancesCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Balances _balances;
    private readonly Dictionary<string, long> _checkpoints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _compared = new(StringComparer.Ordinal);

    public StoredBalancesCheck(JournalReader journal, Scratch scratch, Balances balances) : base("balances are sums of postings")
    {
        (_scratch, _balances) = (scratch, balances);
        scratch.Run("CREATE TABLE stored_balance (book TEXT, account TEXT, fen INTEGER, PRIMARY KEY (book, account)) WITHOUT ROWID");
        var insert = scratch.Prepare("INSERT INTO stored_balance VALUES (?1, ?2, ?3)");
        foreach (var row in journal.Rows("SELECT book, account, fen FROM balance"))
        {
            insert([row.GetString(0), row.GetString(1), row.GetInt64(2)]);
        }
        foreach (var row in journal.Rows("SELECT book, seq FROM checkpoint"))
        {
            _checkpoints[row.GetString(0)] = row.GetInt64(1);
        }
    }

    public override void Entry(StoredEntry entry)
    {
        if (_checkpoints.TryGetValue(entry.Book, out var seq) && seq == entry.Seq)
        {
            Compare(entry.Book, seq);
        }
    }

    public override void Finish()
    {
        FailEach(_checkpoints.Where(c => !_compared.Contains(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => $"{c.Key} has a checkpoint at {c.Value}, where no entry is"));
        FailEach(_scratch.Rows("SELECT DISTINCT book FROM stored_balance ORDER BY book").Select(r => r.GetString(0))
            .Where(b => !_checkpoints.ContainsKey(b)).Select(b => $"{b} has stored balances without a checkpoint"));
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM sum"), "account", "accounts")}, "
        + $"{Fen.Count(_scratch.Count("SELECT count(*) FROM stored_balance"), "checkpointed", "checkpointed")} "
        + $"in {Fen.Count(_compared.Count, "book", "books")}";

    private void Compare(string book, long seq)
    {
        _compared.Add(book);
        _balances.Flush();
        FailEach(_scratch.Rows(
            """
            SELECT account, sum(stored), sum(summed)
            FROM (SELECT account, fen AS stored, 0 AS summed FROM stored_balance WHERE book = ?1
                  UNION ALL SELECT account, 0, fen FROM sum WHERE book = ?1)
            GROUP BY account HAVING sum(stored) <> sum(summed) ORDER BY account
            """, book).Select(r => $"{book} {r.GetString(0)}: stored {Fen.Text(r.GetInt64(1))} as of {seq}, "
                + $"summed {Fen.Text(r.GetInt64(2))}"));
    }
}

/// <summary>
/// The trial balance of every book is zero, and so is each of its sets by itself: what may be spent (budget), what an enterprise may still
/// get (quota), what is owed and held (all other accounts).
/// </summary>
internal sealed class TrialBalanceCheck(Scratch scratch) : Check("trial balances are zero")
{
    private long _sets;

    public override void Finish()
    {
        var sums = new SortedDictionary<string, Int128>(StringComparer.Ordinal);
        foreach (var row in scratch.Rows("SELECT book, account, fen FROM sum"))
        {
            var set = $"{row.GetString(0)}, {SetOf(row.GetString(1))} accounts";
            sums[set] = sums.GetValueOrDefault(set) + row.GetInt64(2);
        }
        _sets = sums.Count;
        FailEach(sums.Where(s => s.Value != 0).Select(s => $"{s.Key}: {Fen.Text(s.Value)}"));
    }

    protected override string Figure => $"{Fen.Count(_sets, "set", "sets")} of accounts, each 0.00";

    private static string SetOf(string account) =>
        account.StartsWith("budget:", StringComparison.Ordinal) ? "budget" :
        account.StartsWith("quota:", StringComparison.Ordinal) ? "quota" : "financial";
}

/// <summary>What was appropriated is available, issued, reserved, approved or spent.</summary>
internal sealed class BudgetCheck(Balances balances) : Check("budget buckets are the appropriation")
{
    private static readonly string[] Buckets = ["budget:available", "budget:issued", "budget:reserved", "budget:approved", "budget:spent"];

    private Int128 _appropriated;

    public override void EndBook(string book, long lastSeq)
    {
        var appropriated = balances.Of("budget:appropriated");
        var buckets = Buckets.Aggregate((Int128)0, (sum, account) => sum - balances.Of(account));
        _appropriated += appropriated;
        if (appropriated != buckets)
        {
            Fail($"{book}: appropriated {Fen.Text(appropriated)}, buckets {Fen.Text(buckets)}");
        }
    }

    protected override string Figure => $"appropriated {Fen.Text(_appropriated)}";
}

/// <summary>No guarded account (domain.md, "Books and accounts") ever stood on the wrong side of zero after an entry.</summary>
internal sealed class GuardCheck(Balances balances) : Check("guarded accounts at every sequence")
{
    private static readonly string[] CreditNormal =
    [
        "budget:available", "budget:issued", "budget:reserved", "budget:approved", "quota:available:", "liabilities:claims:",
        "liabilities:payments-in-transit", "liabilities:due-to:", "liabilities:settlement:", "liabilities:escrow:", "liabilities:sellers:",
        "liabilities:refunds:", "liabilities:deposits:", "equity:risk-compensation",
    ];

    private static readonly string[] DebitNormal = ["assets:due-from:", "assets:settlement:", "assets:recoverable:", "assets:escrow"];

    private long _checked;

    public override void Entry(StoredEntry entry)
    {
        foreach (var account in entry.Accounts)
        {
            var side = Matches(CreditNormal, account) ? -1 : Matches(DebitNormal, account) ? 1 : 0;
            if (side == 0)
            {
                continue;
            }
            _checked++;
            var fen = balances.Of(account);
            if (fen != 0 && Math.Sign(fen) != side)
            {
                Fail($"{entry.Name}: {account} stands at {Fen.Text(fen)}");
            }
        }
    }

    protected override string Figure => Fen.Count(_checked, "balance", "balances");

    // A name that ends with a colon is the beginning of many accounts; the others are accounts themselves.
    private static bool Matches(string[] names, string account) =>
        names.Any(n => n[^1] == ':' ? account.StartsWith(n, StringComparison.Ordinal) : account == n);
}
