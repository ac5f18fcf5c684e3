using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Disk;

/// <summary>The journal's reads, answered from the simulated disk as the SQL does it.</summary>
internal static class DiskReads
{
    public static IReadOnlyList<StoredRow> Load(this SimulatedDisk disk, string aggregate)
    {
        var rows = disk.Children(aggregate).Select(id => disk.Rows[id]).OrderBy(r => r.Created).ThenBy(r => r.Row.Id, StringComparer.Ordinal);
        return [.. (disk.Rows.TryGetValue(aggregate, out var own) ? [own] : Array.Empty<DiskRow>()).Concat(rows).Select(Stored)];
    }

    public static IReadOnlyList<StoredKey> Find(this SimulatedDisk disk, IReadOnlyCollection<string> keys) =>
        [.. keys.Distinct(StringComparer.Ordinal).Where(disk.Keys.ContainsKey).Select(k => disk.Keys[k])];

    public static StoredReceipt? Receipt(this SimulatedDisk disk, string commandId)
    {
        if (!disk.Keys.TryGetValue(CommitRequest.CommandKey(commandId), out var key) || key.Seq == StoredKey.NoEntry)
        {
            return null;
        }
        var entry = disk.Entries(key.Book)[(int)key.Seq - 1];
        var request = entry.Request;
        return new(request.CommandId!, request.BodyHash!, key.Book, entry.Seq, request.At.UnixMicroseconds, request.Aggregate);
    }

    public static IReadOnlyDictionary<string, long> Checkpointed(this SimulatedDisk disk, string book, IReadOnlyCollection<string> accounts) =>
        disk.BalancesOf(book).Where(b => accounts.Contains(b.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Checkpoint and tail.</summary>
    public static Dictionary<string, long> Current(this SimulatedDisk disk, string book)
    {
        var current = new Dictionary<string, long>(disk.BalancesOf(book), StringComparer.Ordinal);
        foreach (var (account, fen) in disk.Tail(book))
        {
            current[account] = current.GetValueOrDefault(account) + fen;
        }
        return current;
    }

    public static IReadOnlyList<DueRow> Due(
        this SimulatedDisk disk, string book, string kind, DateOnly day, DueRow after, int limit) =>
    [
        .. disk.Rows.Values.Where(r => r.Book == book && r.Row.Kind == kind && r.Row.Due < day)
            .Where(r => (r.Created, string.CompareOrdinal(r.Row.Id, after.Id)).CompareTo((after.Created, 0)) > 0)
            .OrderBy(r => r.Created).ThenBy(r => r.Row.Id, StringComparer.Ordinal)
            .Select(r => new DueRow(r.Row.Id, r.Created))
            .Take(limit),
    ];

    public static IReadOnlyList<ObligationSum> Obligations(this SimulatedDisk disk, string book, long fromSeq, long toSeq) => Sums(
        disk.Entries(book)
            .Where(e => e.Seq > fromSeq && e.Seq < toSeq)
            .Select(e => e.Request.Obligation)
            .Where(o => o is { Kind: ObligationKind.Approval or ObligationKind.ClawBack }));

    public static IReadOnlyList<ObligationSum> Mirrors(this SimulatedDisk disk, string book, string causeBook, long fromSeq, long toSeq) => Sums(
        disk.Entries(book)
            .Where(e => e.Request.Cause is { } c && c.Book == causeBook && c.Seq > fromSeq && c.Seq < toSeq)
            .Select(e => e.Request.Obligation)
            .Where(o => o is { Kind: ObligationKind.ApprovalMirror or ObligationKind.ClawBackMirror }));

    public static IReadOnlyList<EntryPlace>? Caused(this SimulatedDisk disk, string book, long seq)
    {
        var keys = disk.Entries(book)[(int)seq - 1].Request.Messages.Select(m => new MessageKey(book, seq, m.N).Key).ToList();
        return keys.All(disk.Keys.ContainsKey) ? [.. keys.Select(k => new EntryPlace(disk.Keys[k].Book, disk.Keys[k].Seq))] : null;
    }

    public static IReadOnlyList<PendingMessage> Pending(
        this SimulatedDisk disk, string book, long afterSeq, int limit, string? toBook)
    {
        var pending = new List<PendingMessage>();
        var entries = disk.Entries(book);
        for (var i = (int)afterSeq; i < entries.Count && pending.Count < limit; i++)
        {
            var request = entries[i].Request;
            if (entries[i].MessagesJson is { } json)
            {
                var sent = MessageJson.Read(json).Select(m => new PendingMessage(new(book, entries[i].Seq, m.N), request.Actor, request.At, m));
                pending.AddRange(sent.Where(m => (toBook is null || m.Message.To == toBook) && !disk.Keys.ContainsKey(m.Key.Key)));
            }
        }
        return pending;
    }

    private static StoredRow Stored(DiskRow row) => new(row.Row, row.Book, row.Version, row.Seq);

    private static IReadOnlyList<ObligationSum> Sums(IEnumerable<Obligation?> obligations) =>
    [
        .. obligations.GroupBy(o => (o!.Counterparty, o.Kind))
            .Select(g => new ObligationSum(g.Key.Counterparty, g.Key.Kind, new(g.Sum(o => o!.Amount.Fen))))
            .OrderBy(s => s.Counterparty, StringComparer.Ordinal).ThenBy(s => s.Kind),
    ];
}
