using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>Entries as a check is shown them, without a journal: for histories that no scenario comes to.</summary>
internal static class StoredEntries
{
    /// <param name="book">Its book.</param>
    /// <param name="seq">Its number there.</param>
    /// <param name="aggregate">What it is filed under.</param>
    /// <param name="event">Name and version of its event.</param>
    /// <param name="data">The event, as JSON.</param>
    public static StoredEntry Of(string book, long seq, string aggregate, string @event, string data) => new(
        book, seq, At: 0, Recorded: 0, Actor: "clearing:network", CommandId: null, BodyHash: null, CauseBook: null, CauseSeq: null, CauseN: null,
        aggregate, @event, data, Currency: "CNY", Accounts: [], Amounts: [], Messages: null, DueKind: null, DueBook: null, DueFen: null,
        Hash: [], Fault: null);
}
