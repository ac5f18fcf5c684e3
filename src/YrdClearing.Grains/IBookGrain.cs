namespace YrdClearing.Grains;

/// <summary>The single writer of one book, keyed by the book's name.</summary>
public interface IBookGrain : IGrainWithStringKey
{
    [ResponseTimeout(AnswersWithin.Write)]
    Task<CommitReply> Commit(CommitCall call);

    /// <summary>Hands a command to one of the book's payouts.</summary>
    Task<CommandReply> Execute(string payout, CommandCall call);

    /// <summary>Hands a message to one of the book's payouts.</summary>
    [ResponseTimeout(AnswersWithin.Write)]
    Task<AppliedReply> Apply(string payout, Delivery delivery);

    /// <summary>Completes when the messages of this entry, and what they caused, are applied.</summary>
    Task WhenApplied(long seq);

    /// <summary>Waits for what is pending to one book (null: to all); returns how many messages that were.</summary>
    [ResponseTimeout(AnswersWithin.Wait)]
    Task<int> Flush(string? toBook);

    /// <summary>Messages that could not be applied and hold up their pair of books; for people. A book that sleeps is opened for it.</summary>
    Task<IReadOnlyList<string>> Stopped();
}
