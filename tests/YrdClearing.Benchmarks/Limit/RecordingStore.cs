using System.Data.Common;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Limit;

/// <summary>A journal that remembers the transactions it was given, in order, so that they can be written again by a loop alone.</summary>
internal sealed class RecordingStore(JournalStore inner) : JournalStore
{
    private readonly Lock _lock = new();
    private readonly List<IReadOnlyList<BookBatch>> _transactions = [];

    /// <summary>What was written so far; one element a call of the store.</summary>
    public IReadOnlyList<IReadOnlyList<BookBatch>> Transactions
    {
        get
        {
            lock (_lock)
            {
                return [.. _transactions];
            }
        }
    }

    public override bool IsPostgres => inner.IsPostgres;

    internal override bool MergesWrites => inner.MergesWrites;

    internal override async Task<IReadOnlyList<BatchResult>> WriteAsync(IReadOnlyList<BookBatch> batches, CancellationToken cancellation)
    {
        var results = await inner.WriteAsync(batches, cancellation).ConfigureAwait(false);
        var written = batches.Where((_, i) => results[i].Status == BatchStatus.Written).ToList();
        lock (_lock)
        {
            _transactions.Add(written);
        }
        return results;
    }

    internal override Task<BookHead> ClaimAsync(string book, CancellationToken cancellation) => inner.ClaimAsync(book, cancellation);

    internal override Task<bool> IsHeadAsync(BookHead head, CancellationToken cancellation) => inner.IsHeadAsync(head, cancellation);

    internal override Task<BookStanding> StandingAsync(BookHead head, CancellationToken cancellation) =>
        inner.StandingAsync(head, cancellation);

    internal override Task<IReadOnlyDictionary<string, long>> CheckpointedAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation) =>
        inner.CheckpointedAsync(book, accounts, cancellation);

    public override Task<IReadOnlyList<StoredRow>> LoadAsync(string aggregate, CancellationToken cancellation) =>
        inner.LoadAsync(aggregate, cancellation);

    public override Task<IReadOnlyList<StoredKey>> FindKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        inner.FindKeysAsync(keys, cancellation);

    public override Task<StoredKey> TakeKeyAsync(string key, string value, CancellationToken cancellation) =>
        inner.TakeKeyAsync(key, value, cancellation);

    public override Task<StoredReceipt?> FindReceiptAsync(string commandId, CancellationToken cancellation) =>
        inner.FindReceiptAsync(commandId, cancellation);

    public override Task<IReadOnlyDictionary<string, long>> BalancesAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation) =>
        inner.BalancesAsync(book, accounts, cancellation);

    public override Task<IReadOnlyList<string>> BooksAsync(CancellationToken cancellation) => inner.BooksAsync(cancellation);

    public override Task<IReadOnlyList<DueRow>> DueAsync(
        string book, string kind, DateOnly day, DueRow after, int limit, CancellationToken cancellation) =>
        inner.DueAsync(book, kind, day, after, limit, cancellation);

    public override Task<IReadOnlyList<ObligationSum>> ObligationsAsync(
        string book, long fromSeq, long toSeq, CancellationToken cancellation) =>
        inner.ObligationsAsync(book, fromSeq, toSeq, cancellation);

    public override Task<IReadOnlyList<ObligationSum>> MirrorsAsync(
        string book, string causeBook, long fromSeq, long toSeq, CancellationToken cancellation) =>
        inner.MirrorsAsync(book, causeBook, fromSeq, toSeq, cancellation);

    public override Task<IReadOnlyList<PendingMessage>> PendingAsync(
        string book, long afterSeq, int limit, string? toBook, CancellationToken cancellation) =>
        inner.PendingAsync(book, afterSeq, limit, toBook, cancellation);

    public override Task<IReadOnlyList<EntryPlace>?> CausedAsync(string book, long seq, CancellationToken cancellation) =>
        inner.CausedAsync(book, seq, cancellation);

    public override Task RecordReplayedAsync(string file, string hash, IReadOnlyList<ReplayedLine> lines, CancellationToken cancellation) =>
        inner.RecordReplayedAsync(file, hash, lines, cancellation);

    public override Task<IReadOnlyDictionary<int, ReplayedLine>> ReplayedAsync(string file, string hash, CancellationToken cancellation) =>
        inner.ReplayedAsync(file, hash, cancellation);

    public override Task<string?> MetaAsync(string name, CancellationToken cancellation) => inner.MetaAsync(name, cancellation);

    public override Task SetMetaAsync(string name, string value, CancellationToken cancellation) =>
        inner.SetMetaAsync(name, value, cancellation);

    public override Task<string> AddMetaAsync(string name, string value, CancellationToken cancellation) =>
        inner.AddMetaAsync(name, value, cancellation);

    public override Task<DbConnection> OpenReadAsync(CancellationToken cancellation) => inner.OpenReadAsync(cancellation);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
