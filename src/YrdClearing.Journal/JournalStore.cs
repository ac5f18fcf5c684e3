using System.Data.Common;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// The journal's database: SQLite in a folder or PostgreSQL. Writes go through <see cref="Committer"/> only; reads are plain SQL and may
/// run beside writes. All methods are safe to call from several threads.
/// </summary>
public abstract class JournalStore : IAsyncDisposable
{
    /// <summary>
    /// An SQL condition that holds as long as this process may speak for what it has in memory; null when nobody can take that from it. It
    /// is part of every transaction that the store writes. Given once, before the first book is opened.
    /// </summary>
    public string? MayWriteWhile { get; set; }

    /// <summary>To be asked before something is refused on what is in memory: a refusal writes nothing that could be fenced.</summary>
    /// <exception cref="WriterExpelledException">It may speak for it no more.</exception>
    public virtual Task RequireWriterAsync() => Task.CompletedTask;

    /// <summary>
    /// Claims a book for this writer: raises its epoch, so that every earlier writer is fenced off. Creates the head of a new book.
    /// </summary>
    internal abstract Task<BookHead> ClaimAsync(string book, CancellationToken cancellation);

    /// <summary>True while the book stands there and nobody has claimed it since.</summary>
    internal abstract Task<bool> IsHeadAsync(BookHead head, CancellationToken cancellation);

    /// <summary>Writes the batches of several books in one transaction, each fenced by itself. One result a batch, in order.</summary>
    internal abstract Task<IReadOnlyList<BatchResult>> WriteAsync(IReadOnlyList<BookBatch> batches, CancellationToken cancellation);

    /// <summary>True when the store itself merges what is written at the same time, so that the committer need not.</summary>
    internal virtual bool MergesWrites => false;

    /// <summary>
    /// The SQL with each <c>{sum:…}</c> written as the sum of that column or expression, of any size, as the text of a whole number.
    /// </summary>
    public string WithSums(string sql) => WideSum.Dialect(sql, IsPostgres);

    /// <summary>A book checkpoints its balances with the first batch that ends this many entries after the last checkpoint.</summary>
    internal virtual int CheckpointEveryEntries => Book.CheckpointEveryEntries;

    /// <summary>What a book needs to know of itself after a claim.</summary>
    internal abstract Task<BookStanding> StandingAsync(BookHead head, CancellationToken cancellation);

    /// <summary>Checkpointed balances of the named accounts, without the tail; an account not checkpointed is absent.</summary>
    internal abstract Task<IReadOnlyDictionary<string, long>> CheckpointedAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation);

    /// <summary>The row with this id and the rows whose parent it is, the parent first, then by creation.</summary>
    public abstract Task<IReadOnlyList<StoredRow>> LoadAsync(string aggregate, CancellationToken cancellation);

    /// <summary>Those of the keys that are taken.</summary>
    public abstract Task<IReadOnlyList<StoredKey>> FindKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>
    /// Takes a key though no entry goes with it, unless it is taken already; durable when the task completes. Returns the row that stands,
    /// which is another's when another was first.
    /// </summary>
    public abstract Task<StoredKey> TakeKeyAsync(string key, string value, CancellationToken cancellation);

    /// <summary>The receipt of an accepted command; null when the id was never accepted.</summary>
    public abstract Task<StoredReceipt?> FindReceiptAsync(string commandId, CancellationToken cancellation);

    /// <summary>Current balances (checkpoint and tail) of the named accounts; an account never posted to is absent.</summary>
    public abstract Task<IReadOnlyDictionary<string, long>> BalancesAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation);

    /// <summary>Names of all books that have a head, sorted.</summary>
    public abstract Task<IReadOnlyList<string>> BooksAsync(CancellationToken cancellation);

    /// <summary>
    /// Rows of a kind in a book whose <c>due</c> is before <paramref name="day"/>, in the order in which they were first written, after
    /// <paramref name="after"/>.
    /// </summary>
    public abstract Task<IReadOnlyList<DueRow>> DueAsync(
        string book, string kind, DateOnly day, DueRow after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Sums of the book's own obligations with fromSeq &lt; seq &lt; toSeq, per counterparty and kind (Approval, ClawBack).
    /// </summary>
    public abstract Task<IReadOnlyList<ObligationSum>> ObligationsAsync(
        string book, long fromSeq, long toSeq, CancellationToken cancellation);

    /// <summary>
    /// Sums of this book's mirrors of obligations that arose in <paramref name="causeBook"/> with fromSeq &lt; the originator's seq &lt;
    /// toSeq, per kind.
    /// </summary>
    public abstract Task<IReadOnlyList<ObligationSum>> MirrorsAsync(
        string book, string causeBook, long fromSeq, long toSeq, CancellationToken cancellation);

    /// <summary>
    /// Messages of the book's entries with seq &gt; <paramref name="afterSeq"/> that no entry has been caused by yet, in order; about
    /// <paramref name="limit"/>, so that the last entry's are complete. With <paramref name="toBook"/> only those to that book.
    /// </summary>
    public abstract Task<IReadOnlyList<PendingMessage>> PendingAsync(
        string book, long afterSeq, int limit, string? toBook, CancellationToken cancellation);

    /// <summary>The entries that the messages of an entry caused; null when not all of them are applied.</summary>
    public abstract Task<IReadOnlyList<EntryPlace>?> CausedAsync(string book, long seq, CancellationToken cancellation);

    /// <summary>Records the first outcome of replayed lines, durably when the task completes.</summary>
    public abstract Task RecordReplayedAsync(string file, string hash, IReadOnlyList<ReplayedLine> lines, CancellationToken cancellation);

    /// <summary>All recorded outcomes of a file's content, by line.</summary>
    public abstract Task<IReadOnlyDictionary<int, ReplayedLine>> ReplayedAsync(string file, string hash, CancellationToken cancellation);

    /// <summary>A named value of the data as a whole (the personal-data key, the business clock's offset); null when absent.</summary>
    public abstract Task<string?> MetaAsync(string name, CancellationToken cancellation);

    public abstract Task SetMetaAsync(string name, string value, CancellationToken cancellation);

    /// <summary>Sets a value that is set once; returns the one that stands, which is another's when another was first.</summary>
    public abstract Task<string> AddMetaAsync(string name, string value, CancellationToken cancellation);

    /// <summary>
    /// How far a clock is ahead of the journal's own, give or take the way there and back; zero for an embedded one, which has none.
    /// </summary>
    public virtual Task<TimeSpan> ClockAheadAsync(TimeProvider clock, CancellationToken cancellation) => Task.FromResult(TimeSpan.Zero);

    /// <summary>An open connection for reading, to be disposed by the caller.</summary>
    public abstract Task<DbConnection> OpenReadAsync(CancellationToken cancellation);

    /// <summary>True for PostgreSQL; for the few reads that the common subset of SQL does not cover.</summary>
    public abstract bool IsPostgres { get; }

    public abstract ValueTask DisposeAsync();
}

/// <summary>Where a book stands.</summary>
/// <param name="Book">Its name.</param>
/// <param name="Seq">Its last entry; 0 when there is none.</param>
/// <param name="Epoch">Counts its claims, from 1; only the last one's writer may write.</param>
/// <param name="Hash">Of the last entry.</param>
/// <param name="Delivered">Every message of entries up to this one is applied; more may be.</param>
public sealed record BookHead(string Book, long Seq, long Epoch, byte[] Hash, long Delivered);

/// <summary>A state row as stored.</summary>
public sealed record StoredRow(StateRow Row, string Book, long Version, long Seq);

/// <summary>A row of the key table.</summary>
/// <param name="Key">What is taken, <c>order/O1</c>.</param>
/// <param name="Value">Who holds it, as its kind of key has it.</param>
/// <param name="Book">The book whose entry took it.</param>
/// <param name="Seq">That entry; <see cref="NoEntry"/> when none did.</param>
public sealed record StoredKey(string Key, string Value, string Book, long Seq)
{
    /// <summary>Entries are numbered from 1.</summary>
    public const long NoEntry = 0;
}

/// <summary>What an accepted command's receipt is made of.</summary>
public sealed record StoredReceipt(string CommandId, byte[] BodyHash, string Book, long Seq, long AtMicroseconds, string Aggregate);

/// <summary>A row that is due.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Created">The entry of its book that wrote it first.</param>
public sealed record DueRow(string Id, long Created)
{
    /// <summary>Before all others.</summary>
    public static readonly DueRow None = new("", 0);
}

public sealed record ObligationSum(string Counterparty, ObligationKind Kind, Money Amount);

/// <summary>A replayed line's first outcome: <c>ok</c> with the home entry, or a rejection code.</summary>
public sealed record ReplayedLine(int Line, string Command, string Outcome, string? Book, long? Seq);
