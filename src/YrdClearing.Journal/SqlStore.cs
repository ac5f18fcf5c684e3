using System.Data.Common;
using System.Globalization;
using Dapper;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>The reads that both databases share.</summary>
internal abstract class SqlStore : JournalStore
{
    /// <summary>Entries with messages that are looked at in one step of <see cref="PendingAsync"/>.</summary>
    private const int PendingPage = 500;

    /// <summary>The dialect's "is one of the texts of @list".</summary>
    protected abstract string Among { get; }

    /// <summary>The value of @list for <see cref="Among"/>.</summary>
    protected abstract object List(IReadOnlyCollection<string> texts);

    internal override async Task<BookStanding> StandingAsync(BookHead head, CancellationToken cancellation)
    {
        var of = new { book = head.Book, seq = head.Seq };
        await using var connection = await OpenForClaimAsync(cancellation).ConfigureAwait(false);
        var checkpoint = await connection.QuerySingleOrDefaultAsync<long?>(ReadSql.CheckpointSeq, of).ConfigureAwait(false) ?? 0;
        var recorded = await connection.QuerySingleOrDefaultAsync<long?>(ReadSql.LastRecorded, of).ConfigureAwait(false) ?? 0;
        var controls = await connection.QueryAsync<BalanceRow>(ReadSql.Controls, of).ConfigureAwait(false);
        var tail = await connection.QueryAsync<BalanceRow>(ReadSql.Tail, new { book = head.Book, seq = checkpoint }).ConfigureAwait(false);
        return new(checkpoint, recorded, ByAccount(controls), ByAccount(tail));
    }

    internal override async Task<IReadOnlyDictionary<string, long>> CheckpointedAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation)
    {
        await using var connection = await OpenForWriterAsync(cancellation).ConfigureAwait(false);
        var of = new { book, list = List(accounts) };
        return ByAccount(await QueryAsync<BalanceRow>(connection, ReadSql.Checkpointed, of, cancellation).ConfigureAwait(false));
    }

    internal override async Task<bool> IsHeadAsync(BookHead head, CancellationToken cancellation)
    {
        await using var connection = await OpenForWriterAsync(cancellation).ConfigureAwait(false);
        var where = new { book = head.Book, seq = head.Seq, epoch = head.Epoch };
        return (await QueryAsync<string>(connection, ReadSql.IsHead, where, cancellation).ConfigureAwait(false)).Count > 0;
    }

    public override async Task<IReadOnlyDictionary<string, long>> BalancesAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation) =>
        ByAccount(await QueryAsync<BalanceRow>(ReadSql.Balances, new { book, list = List(accounts) }, cancellation).ConfigureAwait(false));

    public override async Task<IReadOnlyList<StoredRow>> LoadAsync(string aggregate, CancellationToken cancellation)
    {
        var rows = await RowsAsync(aggregate, cancellation).ConfigureAwait(false);
        return
        [
            .. rows.OrderBy(r => r.Id != aggregate).ThenBy(r => r.Created).ThenBy(r => r.Id, StringComparer.Ordinal)
                .Select(r => r.ToStoredRow()),
        ];
    }

    public override async Task<StoredReceipt?> FindReceiptAsync(string commandId, CancellationToken cancellation)
    {
        var rows = await QueryAsync<ReceiptColumns>(ReadSql.Receipt, new { key = CommitRequest.CommandKey(commandId) }, cancellation)
            .ConfigureAwait(false);
        return rows is [var r] ? new(r.Command_id, r.Body_hash, r.Book, r.Seq, r.At, r.Aggregate) : null;
    }

    public override async Task<StoredKey> TakeKeyAsync(string key, string value, CancellationToken cancellation)
    {
        await TryTakeKeyAsync(new(key, value, Books.Network, StoredKey.NoEntry), cancellation).ConfigureAwait(false);
        return (await FindKeysAsync([key], cancellation).ConfigureAwait(false))[0];
    }

    public override async Task<IReadOnlyList<string>> BooksAsync(CancellationToken cancellation) =>
        [.. (await QueryAsync<string>(ReadSql.Books, new { }, cancellation).ConfigureAwait(false)).Order(StringComparer.Ordinal)];

    public override async Task<IReadOnlyList<DueRow>> DueAsync(
        string book, string kind, DateOnly day, DueRow after, int limit, CancellationToken cancellation)
    {
        var range = new { book, kind, day = StateColumns.Iso(day), afterCreated = after.Created, afterId = after.Id, limit };
        return await QueryAsync<DueRow>(ReadSql.Due, range, cancellation).ConfigureAwait(false);
    }

    public override Task<IReadOnlyList<ObligationSum>> ObligationsAsync(
        string book, long fromSeq, long toSeq, CancellationToken cancellation) =>
        SumsAsync(ReadSql.Obligations, new { book, fromSeq, toSeq }, cancellation);

    public override Task<IReadOnlyList<ObligationSum>> MirrorsAsync(
        string book, string causeBook, long fromSeq, long toSeq, CancellationToken cancellation) =>
        SumsAsync(ReadSql.Mirrors, new { book, causeBook, fromSeq, toSeq }, cancellation);

    public override async Task<IReadOnlyList<PendingMessage>> PendingAsync(
        string book, long afterSeq, int limit, string? toBook, CancellationToken cancellation)
    {
        var pending = new List<PendingMessage>();
        while (pending.Count < limit)
        {
            var sent = await QueryAsync<SentColumns>(ReadSql.Sent, new { book, afterSeq, page = PendingPage }, cancellation)
                .ConfigureAwait(false);
            var messages = sent.ConvertAll(s => s.ToMessages(book).FindAll(m => toBook is null || m.Message.To == toBook));
            var keys = messages.SelectMany(m => m).Select(m => m.Key.Key).ToList();
            var taken = await FindKeysAsync(keys, cancellation).ConfigureAwait(false);
            var applied = taken.Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var entry in messages.TakeWhile(_ => pending.Count < limit))
            {
                pending.AddRange(entry.Where(m => !applied.Contains(m.Key.Key)));
            }
            if (sent.Count < PendingPage)
            {
                break;
            }
            afterSeq = sent[^1].Seq;
        }
        return pending;
    }

    public override async Task<IReadOnlyList<EntryPlace>?> CausedAsync(string book, long seq, CancellationToken cancellation)
    {
        var sent = await QueryAsync<SentColumns>(ReadSql.Sent, new { book, afterSeq = seq - 1, page = 1 }, cancellation)
            .ConfigureAwait(false);
        if (sent is not [var entry] || entry.Seq != seq)
        {
            return [];
        }
        var keys = entry.ToMessages(book).Select(m => m.Key.Key).ToList();
        var taken = await FindKeysAsync(keys, cancellation).ConfigureAwait(false);
        return taken.Count == keys.Count ? [.. taken.Select(k => new EntryPlace(k.Book, k.Seq))] : null;
    }

    public override async Task<IReadOnlyDictionary<int, ReplayedLine>> ReplayedAsync(
        string file, string hash, CancellationToken cancellation)
    {
        var rows = await QueryAsync<ReplayedColumns>(ReadSql.Replayed, new { file, hash }, cancellation).ConfigureAwait(false);
        return rows
            .Select(r => new ReplayedLine(checked((int)r.Line), r.Command, r.Outcome, r.Book, r.Seq))
            .ToDictionary(r => r.Line);
    }

    public override async Task<string?> MetaAsync(string name, CancellationToken cancellation) =>
        (await QueryAsync<string>(ReadSql.Meta, new { name }, cancellation).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>
    /// A connection for what a book's writer looks up before it writes or refuses: a few rows by their keys, while all its commits wait.
    /// Clients' reads must not make it wait.
    /// </summary>
    protected virtual Task<DbConnection> OpenForWriterAsync(CancellationToken cancellation) => OpenReadAsync(cancellation);

    /// <summary>A connection for what a book reads of itself once it is claimed. Clients' reads must not make it wait either.</summary>
    protected virtual Task<DbConnection> OpenForClaimAsync(CancellationToken cancellation) => OpenReadAsync(cancellation);

    /// <summary>Inserts the row unless there is one with its key; durable when the task completes.</summary>
    protected abstract Task TryTakeKeyAsync(StoredKey key, CancellationToken cancellation);

    /// <summary>The aggregate's own row and those whose parent it is, in any order.</summary>
    protected abstract Task<IEnumerable<StateColumns>> RowsAsync(string aggregate, CancellationToken cancellation);

    private async Task<IReadOnlyList<ObligationSum>> SumsAsync(string sql, object parameters, CancellationToken cancellation)
    {
        var rows = await QueryAsync<ObligationColumns>(sql, parameters, cancellation).ConfigureAwait(false);
        return
        [
            .. rows.Select(r => new ObligationSum(r.Counterparty, Enum.Parse<ObligationKind>(r.Kind), new(r.Fen)))
                .OrderBy(s => s.Counterparty, StringComparer.Ordinal).ThenBy(s => s.Kind),
        ];
    }

    private async Task<List<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await OpenReadAsync(cancellation).ConfigureAwait(false);
        return await QueryAsync<T>(connection, sql, parameters, cancellation).ConfigureAwait(false);
    }

    private async Task<List<T>> QueryAsync<T>(DbConnection connection, string sql, object parameters, CancellationToken cancellation)
    {
        var text = sql.Replace("{among}", Among, StringComparison.Ordinal);
        var command = new CommandDefinition(text, parameters, cancellationToken: cancellation);
        return (await connection.QueryAsync<T>(command).ConfigureAwait(false)).AsList();
    }

    private static Dictionary<string, long> ByAccount(IEnumerable<BalanceRow> rows) =>
        rows.ToDictionary(r => r.Account, r => r.Fen, StringComparer.Ordinal);
}
