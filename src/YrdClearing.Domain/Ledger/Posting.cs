namespace YrdClearing.Domain.Ledger;

/// <summary>One line of an entry: a debit is positive, a credit negative; whole fen of the entry's currency.</summary>
public readonly record struct Posting(string Account, long Fen)
{
    public static Posting Debit(string account, Money amount) => new(account, amount.Fen);
    public static Posting Credit(string account, Money amount) => new(account, checked(-amount.Fen));
}

/// <summary>Collects the postings of one entry; zero amounts are left out and the whole must balance.</summary>
public sealed class PostingSet
{
    private readonly List<Posting> _postings = [];

    /// <summary>Moves <paramref name="amount"/> (may be zero, then nothing is posted): debit one account, credit another.</summary>
    public PostingSet Move(string debit, string credit, Money amount)
    {
        if (!amount.IsZero)
        {
            _postings.Add(Posting.Debit(debit, amount));
            _postings.Add(Posting.Credit(credit, amount));
        }
        return this;
    }

    public PostingSet Debit(string account, Money amount) => Add(Posting.Debit(account, amount));

    public PostingSet Credit(string account, Money amount) => Add(Posting.Credit(account, amount));

    /// <summary>The postings, merged per account in order of first appearance.</summary>
    /// <exception cref="InvalidOperationException">The postings do not add up to zero: a bug in a Postings table.</exception>
    public IReadOnlyList<Posting> ToPostings()
    {
        var merged = new List<Posting>(_postings.Count);
        long sum = 0;
        foreach (var posting in _postings)
        {
            sum += posting.Fen;
            // An entry has a handful of accounts: looking through them costs less than a table of them.
            var same = 0;
            while (same < merged.Count && merged[same].Account != posting.Account)
            {
                same++;
            }
            if (same == merged.Count)
            {
                merged.Add(posting);
            }
            else
            {
                merged[same] = posting with { Fen = merged[same].Fen + posting.Fen };
            }
        }
        if (sum != 0)
        {
            throw new InvalidOperationException("Unbalanced postings: " + string.Join(", ", _postings));
        }
        merged.RemoveAll(static p => p.Fen == 0);
        return merged;
    }

    private PostingSet Add(Posting posting)
    {
        if (posting.Fen != 0)
        {
            _postings.Add(posting);
        }
        return this;
    }
}
