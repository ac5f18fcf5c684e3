using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// A book's balances in memory. Control accounts stay; accounts of a party, a contract or a cycle are loaded on demand and dropped when
/// there are too many. What has changed since the last checkpoint stays too: so a dropped account's balance is always the checkpointed one.
/// </summary>
internal sealed class BookAccounts
{
    /// <summary>Beyond this many accounts, those not used for the longest time are dropped.</summary>
    public const int MaxAccounts = 200_000;

    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<Undo> _undo = [];
    private readonly List<Account> _changed = [];
    private long _clock;

    /// <summary>What the book owes all other books together, in fen; not negative unless an account is on its wrong side.</summary>
    public long DueToFen { get; private set; }

    /// <summary>What buyers owe the book's compensation fund together, in fen.</summary>
    public long SubrogationFen { get; private set; }

    /// <summary>A point to go back to with <see cref="UndoTo"/>.</summary>
    public int Mark => _undo.Count;

    /// <summary>Accounts that there may be any number of: one a party, a contract or a cycle.</summary>
    public static bool IsLoadedOnDemand(string account) =>
        account.StartsWith("quota:", StringComparison.Ordinal)
        || account.StartsWith("liabilities:claims:", StringComparison.Ordinal)
        || account.StartsWith("assets:recoverable:", StringComparison.Ordinal)
        || account.StartsWith("liabilities:escrow:", StringComparison.Ordinal)
        || account.StartsWith("liabilities:deposits:", StringComparison.Ordinal)
        || account.StartsWith("liabilities:sellers:", StringComparison.Ordinal)
        || account.StartsWith("liabilities:refunds:", StringComparison.Ordinal)
        || account.StartsWith("liabilities:settlement:", StringComparison.Ordinal)
        || account.StartsWith("assets:settlement:", StringComparison.Ordinal);

    public bool IsMissing(string account) => IsLoadedOnDemand(account) && !_accounts.ContainsKey(account);

    /// <summary>Takes an account's checkpointed balance; null when it was never posted to.</summary>
    public void Load(string account, long? fen)
    {
        if (_accounts.TryAdd(account, new(account, fen ?? 0, fen is not null) { LastUsed = _clock }) && fen is { } balance)
        {
            Count(account, balance);
        }
    }

    public bool WasPosted(string account) => Find(account).Posted;

    public long Fen(string account) => Find(account).Fen;

    public void Post(string account, long fen)
    {
        var found = Find(account);
        var after = checked(found.Fen + fen);
        Count(account, fen);
        _undo.Add(new(found, found.Fen, found.Posted, found.Changed));
        found.Fen = after;
        found.Posted = true;
        if (!found.Changed)
        {
            found.Changed = true;
            _changed.Add(found);
        }
    }

    /// <summary>Takes back every posting since the mark.</summary>
    public void UndoTo(int mark)
    {
        for (var i = _undo.Count - 1; i >= mark; i--)
        {
            var (account, fen, posted, changed) = _undo[i];
            Count(account.Name, fen - account.Fen);
            account.Fen = fen;
            account.Posted = posted;
            if (account.Changed && !changed)
            {
                // Undone in reverse order, so it is the last.
                account.Changed = false;
                _changed.RemoveAt(_changed.Count - 1);
            }
        }
        _undo.RemoveRange(mark, _undo.Count - mark);
    }

    /// <summary>The postings since the last call are durable.</summary>
    public void Settle() => _undo.Clear();

    /// <summary>Balances that changed since the last checkpoint.</summary>
    public IReadOnlyDictionary<string, long> Changed() => _changed.ToDictionary(a => a.Name, a => a.Fen, StringComparer.Ordinal);

    /// <summary>What <see cref="Changed"/> gave is checkpointed, and nothing was posted since.</summary>
    public void Checkpointed()
    {
        foreach (var account in _changed)
        {
            account.Changed = false;
        }
        _changed.Clear();
    }

    /// <summary>
    /// Drops accounts that were not used for the longest time, when there are too many. Not between a post and its settling.
    /// </summary>
    public void Trim(int max = MaxAccounts)
    {
        _clock++;
        if (_accounts.Count <= max)
        {
            return;
        }
        var droppable = _accounts.Values.Where(a => !a.Changed && IsLoadedOnDemand(a.Name)).OrderBy(a => a.LastUsed).ToList();
        foreach (var account in droppable.Take(_accounts.Count - max * 3 / 4))
        {
            _accounts.Remove(account.Name);
        }
    }

    private Account Find(string account)
    {
        if (!_accounts.TryGetValue(account, out var found))
        {
            if (IsLoadedOnDemand(account))
            {
                throw new InvalidOperationException($"Account {account} was not loaded before it was used.");
            }
            found = new(account, 0, posted: false);
            _accounts.Add(account, found);
        }
        found.LastUsed = _clock;
        return found;
    }

    private void Count(string account, long fen)
    {
        if (account.StartsWith(Accounts.DueToPrefix, StringComparison.Ordinal))
        {
            DueToFen = checked(DueToFen - fen);
        }
        else if (account.StartsWith(Accounts.SubrogationPrefix, StringComparison.Ordinal))
        {
            SubrogationFen = checked(SubrogationFen + fen);
        }
    }

    private sealed class Account(string name, long fen, bool posted)
    {
        public string Name => name;
        public long Fen { get; set; } = fen;
        public bool Posted { get; set; } = posted;
        public bool Changed { get; set; }
        public long LastUsed { get; set; }
    }

    private readonly record struct Undo(Account Account, long Fen, bool Posted, bool Changed);
}
