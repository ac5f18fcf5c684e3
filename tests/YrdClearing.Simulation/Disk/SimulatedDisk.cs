using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Disk;

/// <summary>
/// What the database holds, with the contract of the SQL stores: a batch moves the head where sequence and epoch are its own, takes keys
/// nobody has and rows of the expected version, all of it or nothing. It is shared by all nodes and outlives them.
/// </summary>
internal sealed class SimulatedDisk
{
    private readonly Dictionary<string, BookHead> _heads;
    private readonly Dictionary<string, List<NumberedEntry>> _entries;
    private readonly Dictionary<string, StoredKey> _keys;
    private readonly Dictionary<string, DiskRow> _rows;
    private readonly Dictionary<string, List<string>> _children;
    private readonly Dictionary<string, Dictionary<string, long>> _balances;
    private readonly Dictionary<string, long> _checkpoints;

    public SimulatedDisk()
    {
        _heads = new(StringComparer.Ordinal);
        _entries = new(StringComparer.Ordinal);
        _keys = new(StringComparer.Ordinal);
        _rows = new(StringComparer.Ordinal);
        _children = new(StringComparer.Ordinal);
        _balances = new(StringComparer.Ordinal);
        _checkpoints = new(StringComparer.Ordinal);
    }

    /// <summary>The same content, to go on from; what is stored is never changed in place.</summary>
    private SimulatedDisk(SimulatedDisk from)
    {
        _heads = new(from._heads, StringComparer.Ordinal);
        _entries = from._entries.ToDictionary(e => e.Key, e => e.Value.ToList(), StringComparer.Ordinal);
        _keys = new(from._keys, StringComparer.Ordinal);
        _rows = new(from._rows, StringComparer.Ordinal);
        _children = from._children.ToDictionary(c => c.Key, c => c.Value.ToList(), StringComparer.Ordinal);
        _balances = from._balances.ToDictionary(
            b => b.Key, b => new Dictionary<string, long>(b.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        _checkpoints = new(from._checkpoints, StringComparer.Ordinal);
    }

    /// <summary>Told of each batch as it becomes durable.</summary>
    public Action<BookBatch>? Written { get; set; }

    public IReadOnlyDictionary<string, BookHead> Heads => _heads;

    public IReadOnlyDictionary<string, StoredKey> Keys => _keys;

    public IReadOnlyDictionary<string, DiskRow> Rows => _rows;

    public IReadOnlyList<NumberedEntry> Entries(string book) => _entries.TryGetValue(book, out var entries) ? entries : [];

    public IEnumerable<string> Children(string parent) => _children.TryGetValue(parent, out var ids) ? ids : [];

    public SimulatedDisk Copy() => new(this);

    public BookHead Claim(string book)
    {
        var claimed = _heads.TryGetValue(book, out var head)
            ? head with { Epoch = head.Epoch + 1 }
            : new(book, 0, 1, CanonicalEntry.FirstHash, Delivered: 0);
        return _heads[book] = claimed;
    }

    public BatchResult Write(BookBatch batch)
    {
        if (!_heads.TryGetValue(batch.Book, out var head) || head.Seq != batch.FromSeq || head.Epoch != batch.Epoch)
        {
            return BatchResult.Fenced;
        }
        var conflicts = Conflicts(batch);
        if (conflicts.Count > 0)
        {
            return new(BatchStatus.Conflict, conflicts);
        }
        _heads[batch.Book] = head with { Seq = batch.ToSeq, Hash = batch.ToHash, Delivered = batch.Delivered };
        Keep(batch);
        Written?.Invoke(batch);
        return BatchResult.Written;
    }

    /// <summary>The row of the key that stands, taken for no entry if there was none.</summary>
    public StoredKey Take(string key, string value)
    {
        _keys.TryAdd(key, new(key, value, Books.Network, StoredKey.NoEntry));
        return _keys[key];
    }

    public BookStanding Standing(BookHead head)
    {
        var checkpoint = _checkpoints.GetValueOrDefault(head.Book);
        var entries = Entries(head.Book);
        var recorded = head.Seq == 0 ? 0 : entries[(int)head.Seq - 1].RecordedMicroseconds;
        var controls = BalancesOf(head.Book).Where(b => !BookAccounts.IsLoadedOnDemand(b.Key)).ToDictionary();
        return new(checkpoint, recorded, controls, Tail(head.Book, checkpoint));
    }

    public Dictionary<string, long> BalancesOf(string book) => _balances.TryGetValue(book, out var balances) ? balances : [];

    /// <summary>Sums of the postings after the checkpoint.</summary>
    public Dictionary<string, long> Tail(string book) => Tail(book, _checkpoints.GetValueOrDefault(book));

    private Dictionary<string, long> Tail(string book, long afterSeq)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        var entries = Entries(book);
        for (var i = (int)afterSeq; i < entries.Count; i++)
        {
            for (var n = 0; n < entries[i].Accounts.Length; n++)
            {
                sums[entries[i].Accounts[n]] = sums.GetValueOrDefault(entries[i].Accounts[n]) + entries[i].Amounts[n];
            }
        }
        return sums;
    }

    /// <summary>All frees of the batch come before all its claims; every conflict of every entry is named.</summary>
    private List<EntryConflict> Conflicts(BookBatch batch)
    {
        var conflicts = new List<EntryConflict>();
        var freed = batch.Entries.SelectMany(e => e.Request.Frees).Where(k => MayFree(k, batch.Book)).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            foreach (var (key, _) in batch.Entries[i].Keys)
            {
                if ((_keys.ContainsKey(key) && !freed.Contains(key)) || !taken.Add(key))
                {
                    conflicts.Add(new(i, key));
                }
            }
            var request = batch.Entries[i].Request;
            if (request.Rows.Any(w => Version(w.Row.Id) != w.ExpectedVersion) || request.Facts.Any(f => Version(f.Id) != f.Version))
            {
                conflicts.Add(new(i, TakenKey: null));
            }
        }
        return conflicts;
    }

    private long Version(string row) => _rows.TryGetValue(row, out var stored) ? stored.Version : 0;

    private bool MayFree(string key, string book) => _keys.TryGetValue(key, out var stored) && stored.Book == book;

    private void Keep(BookBatch batch)
    {
        if (!_entries.TryGetValue(batch.Book, out var entries))
        {
            _entries.Add(batch.Book, entries = []);
        }
        foreach (var key in batch.Entries.SelectMany(e => e.Request.Frees).Where(k => MayFree(k, batch.Book)).ToList())
        {
            _keys.Remove(key);
        }
        foreach (var entry in batch.Entries)
        {
            entries.Add(entry);
            foreach (var (key, value) in entry.Keys)
            {
                _keys.Add(key, new(key, value, batch.Book, entry.Seq));
            }
            foreach (var write in entry.Request.Rows)
            {
                Keep(write.Row, batch.Book, entry.Seq);
            }
        }
        if (batch.Checkpoint is { } checkpoint)
        {
            _balances.TryAdd(batch.Book, new(StringComparer.Ordinal));
            foreach (var (account, fen) in checkpoint)
            {
                _balances[batch.Book][account] = fen;
            }
            _checkpoints[batch.Book] = batch.ToSeq;
        }
    }

    private void Keep(StateRow row, string book, long seq)
    {
        if (_rows.TryGetValue(row.Id, out var before))
        {
            _rows[row.Id] = before with { Row = row, Version = before.Version + 1, Seq = seq };
            return;
        }
        _rows.Add(row.Id, new(row, book, Version: 1, seq, Created: seq));
        if (row.Parent is { } parent)
        {
            _children.TryAdd(parent, []);
            _children[parent].Add(row.Id);
        }
    }
}

/// <summary>A state row as the database has it.</summary>
internal sealed record DiskRow(StateRow Row, string Book, long Version, long Seq, long Created);
