using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>Idempotency at the door of every rejection: a command id that was accepted before outranks what the state says now.</summary>
internal static class CommandIds
{
    /// <summary>
    /// The first receipt when the id was accepted with this body; else <c>command_id_reused</c>, a taken key's code, or the rejection.
    /// </summary>
    public static async Task<CommandReply> AnswerRejectionAsync(
        JournalStore store, Envelope envelope, byte[] hash, Rejection rejection, IReadOnlyList<KeyClaim> claims)
    {
        if (await FirstReplyAsync(store, envelope, hash) is { } first)
        {
            return first;
        }
        var taken = await TakenAsync(store, claims.Where(c => c.Code < rejection.Code).ToList());
        await store.RequireWriterAsync();
        return CommandReply.Refused(taken is { } code ? new Rejection(code) : rejection);
    }

    /// <summary>The code that answers for the keys that are taken, the first in rank; null when none is.</summary>
    public static async Task<RejectionCode?> TakenAsync(JournalStore store, IReadOnlyList<KeyClaim> claims)
    {
        if (claims.Count == 0)
        {
            return null;
        }
        var taken = (await store.FindKeysAsync(claims.Select(c => c.Key).ToList(), CancellationToken.None)).Select(k => k.Key).ToHashSet();
        return claims.Where(c => taken.Contains(c.Key)).Select(c => (RejectionCode?)c.Code).Min();
    }

    /// <summary>The answer when the book found the command id taken.</summary>
    public static async Task<CommandReply> AnswerDuplicateAsync(JournalStore store, Envelope envelope, byte[] hash) =>
        await FirstReplyAsync(store, envelope, hash)
            ?? throw new InvalidOperationException($"The command id {envelope.Id} is taken, but no entry has it.");

    private static async Task<CommandReply?> FirstReplyAsync(JournalStore store, Envelope envelope, byte[] hash)
    {
        if (await store.FindReceiptAsync(envelope.Id, CancellationToken.None) is not { } receipt)
        {
            return null;
        }
        return receipt.BodyHash.AsSpan().SequenceEqual(hash)
            ? new(receipt.Book, receipt.Seq, receipt.AtMicroseconds, receipt.Aggregate, HasMessages: true, null)
            : CommandReply.Refused(new Rejection(RejectionCode.CommandIdReused, "id"));
    }
}
