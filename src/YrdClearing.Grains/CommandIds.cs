using System.Security.Cryptography;
using System.Text.Json;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>Idempotency at the door of every rejection: a command id that was accepted before outranks what the state says now.</summary>
internal static class CommandIds
{
    /// <summary>
    /// The last word on a command that was sent before and has no outcome: the refusal takes its id, so that an earlier attempt which is
    /// still on its way cannot be accepted any more; or, when that has just been, its receipt.
    /// </summary>
    public static async Task<CommandReply> SettleAsync(JournalStore store, Envelope envelope, Rejection rejection)
    {
        var hash = SHA256.HashData(envelope.Body);
        var held = await store.TakeKeyAsync(
            CommitRequest.CommandKey(envelope.Id), new SettledRefusal(hash, rejection).Write(), CancellationToken.None);
        return Settled(held, hash) ?? await AnswerDuplicateAsync(store, envelope, hash);
    }

    /// <summary>
    /// The first receipt when the id was accepted with this body; else the refusal that holds the id, <c>command_id_reused</c>, a taken
    /// key's code, or the rejection.
    /// </summary>
    public static async Task<CommandReply> AnswerRejectionAsync(
        JournalStore store, Envelope envelope, byte[] hash, Rejection rejection, IReadOnlyList<KeyClaim> claims)
    {
        if (await HeldReplyAsync(store, envelope, hash) is { } first)
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
        await HeldReplyAsync(store, envelope, hash)
            ?? throw new InvalidOperationException($"The command id {envelope.Id} is taken, but neither an entry nor a refusal has it.");

    /// <summary>What was answered to the one that has the id; null when nobody has.</summary>
    private static async Task<CommandReply?> HeldReplyAsync(JournalStore store, Envelope envelope, byte[] hash)
    {
        var held = await store.FindKeysAsync([CommitRequest.CommandKey(envelope.Id)], CancellationToken.None);
        return held is [var key] ? Settled(key, hash) ?? await FirstReplyAsync(store, envelope, hash) : null;
    }

    /// <summary>The refusal that holds the id; null when an entry does.</summary>
    private static CommandReply? Settled(StoredKey key, byte[] hash)
    {
        if (key.Seq != StoredKey.NoEntry)
        {
            return null;
        }
        var settled = SettledRefusal.Read(key.Value);
        return CommandReply.Refused(
            settled.BodyHash.AsSpan().SequenceEqual(hash) ? settled.Rejection : new(RejectionCode.CommandIdReused, "id"));
    }

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

/// <summary>A refusal that holds its command's id: the value of the id's key.</summary>
/// <param name="BodyHash">SHA-256 of the command's canonical body.</param>
/// <param name="Rejection">What it was refused for.</param>
internal sealed record SettledRefusal(byte[] BodyHash, Rejection Rejection)
{
    public string Write() => JsonSerializer.Serialize(this, DomainJson.Options);

    public static SettledRefusal Read(string text) => JsonSerializer.Deserialize<SettledRefusal>(text, DomainJson.Options)!;
}
