using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>One entry of a book, as people and programs read it.</summary>
/// <param name="Book">The book.</param>
/// <param name="Seq">Its number in the book, from 1 without a gap.</param>
/// <param name="At">Business time.</param>
/// <param name="Recorded">System time of the commit.</param>
/// <param name="Actor">Who asked for it, or for what caused it.</param>
/// <param name="Command">The command's id; null when a message of another entry caused it.</param>
/// <param name="Cause">The entry that caused it.</param>
/// <param name="Aggregate">What changed, <c>voucher:V1</c>.</param>
/// <param name="Event">The event's stored name, <c>voucher.approved.1</c>.</param>
/// <param name="Data">The event as stored: amounts in whole fen, rates in ten-thousandths.</param>
/// <param name="Postings">A debit is positive; they add up to zero.</param>
/// <param name="Hash">The entry's hash, which covers all entries before it.</param>
internal sealed record EntryView(
    string Book,
    long Seq,
    BusinessTime At,
    BusinessTime Recorded,
    string Actor,
    string? Command,
    Cause? Cause,
    string Aggregate,
    string Event,
    JsonNode? Data,
    IReadOnlyList<PostingView> Postings,
    string Hash);

internal sealed record PostingView(string Account, Money Amount);

/// <summary>Entries by SQL, in the order of their books.</summary>
internal sealed class EntryReads(JournalStore store)
{
    /// <summary>Sequence of the last entry of every book that has one.</summary>
    public async Task<IReadOnlyList<(string Book, long Seq)>> HeadsAsync(CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        return (await connection.QueryAsync<(string, long)>(
            new CommandDefinition("SELECT book, seq FROM head ORDER BY book", cancellationToken: cancellation))).AsList();
    }

    public async Task<IReadOnlyList<EntryView>> ReadAsync(
        string book, long afterSeq, string? aggregate, int take, CancellationToken cancellation)
    {
        var arrays = store.IsPostgres
            ? "array_to_json(accounts)::text AS accounts, array_to_json(amounts)::text AS amounts"
            : "accounts, amounts";
        var filter = aggregate is null ? "" : " AND aggregate = @aggregate";
        await using var connection = await store.OpenReadAsync(cancellation);
        var rows = await connection.QueryAsync<Columnar>(new CommandDefinition(
            $"""
            SELECT book, seq, at, recorded, actor, command_id AS CommandId, cause_book AS CauseBook, cause_seq AS CauseSeq,
                   aggregate, event, data, {arrays}, hash
            FROM entry WHERE book = @book AND seq > @afterSeq{filter} ORDER BY seq LIMIT @take
            """,
            new { book, afterSeq, aggregate, take },
            cancellationToken: cancellation));
        return rows.Select(r => r.ToView()).ToList();
    }

    private sealed class Columnar
    {
        public string Book { get; set; } = "";
        public long Seq { get; set; }
        public long At { get; set; }
        public long Recorded { get; set; }
        public string Actor { get; set; } = "";
        public string? CommandId { get; set; }
        public string? CauseBook { get; set; }
        public long? CauseSeq { get; set; }
        public string Aggregate { get; set; } = "";
        public string Event { get; set; } = "";
        public string Data { get; set; } = "";
        public string Accounts { get; set; } = "";
        public string Amounts { get; set; } = "";
        public byte[] Hash { get; set; } = [];

        public EntryView ToView()
        {
            var accounts = JsonSerializer.Deserialize<string[]>(Accounts)!;
            var amounts = JsonSerializer.Deserialize<long[]>(Amounts)!;
            return new(
                Book, Seq, new(At), new(Recorded), Actor, CommandId,
                CauseBook is null ? null : new Cause(CauseBook, CauseSeq!.Value),
                Aggregate, Event, JsonNode.Parse(Data),
                accounts.Zip(amounts, (account, fen) => new PostingView(account, new Money(fen))).ToList(),
                Convert.ToHexStringLower(Hash));
        }
    }
}
