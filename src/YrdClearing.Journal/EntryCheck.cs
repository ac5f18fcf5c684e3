using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// Posts one request to a book's balances and says what stands against it. The caller takes the postings back when something does.
/// </summary>
internal static class EntryCheck
{
    /// <summary>Accounts that must be loaded before the requests are checked, as far as they are wanted.</summary>
    public static HashSet<string> AccountsOf(List<WaitingCommit> waiting, Func<string, bool> isWanted)
    {
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var commit in waiting)
        {
            var request = commit.Request;
            AddAccounts(request.Postings);
            for (var i = 0; i < request.Grants.Count; i++)
            {
                Add(request.Grants[i].Account);
                AddAccounts(request.Grants[i].Postings);
            }
            for (var i = 0; i < request.Guards.Count; i++)
            {
                if (request.Guards[i].Kind == GuardKind.NotOverdrawn)
                {
                    Add(request.Guards[i].Account);
                }
            }
        }
        return accounts;

        void AddAccounts(IReadOnlyList<Posting> postings)
        {
            for (var i = 0; i < postings.Count; i++)
            {
                Add(postings[i].Account);
            }
        }

        void Add(string account)
        {
            if (isWanted(account))
            {
                accounts.Add(account);
            }
        }
    }

    /// <summary>A request that breaks its contract is a bug of its sender.</summary>
    /// <exception cref="InvalidOperationException">What is wrong with it.</exception>
    public static void Contract(string book, CommitRequest request, IReadOnlyList<TakenKey> keys)
    {
        if (request.Book != book)
        {
            throw new InvalidOperationException($"An entry for {request.Book} was given to book {book}.");
        }
        if (request.CommandId is null != request.BodyHash is null || (request.CommandId is not null && request.Cause is not null))
        {
            throw new InvalidOperationException($"{request.Event} needs a command id with its body's hash, or a cause, not both.");
        }
        Balanced(request, request.Postings);
        foreach (var grant in request.Grants)
        {
            Balanced(request, grant.Postings);
        }
        if (HasTwice(keys))
        {
            throw new InvalidOperationException($"{request.Event} takes a key twice: {string.Join(", ", keys.Select(k => k.Key))}.");
        }
    }

    // A handful: comparing each with each is quicker than a set.
    private static bool HasTwice(IReadOnlyList<TakenKey> keys)
    {
        for (var i = 1; i < keys.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (keys[i].Key == keys[j].Key)
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>
    /// The rows of the key table that the request takes. The one that makes it happen once comes first; its value is the aggregate.
    /// </summary>
    public static TakenKey[] KeysOf(CommitRequest request)
    {
        var once = OnceKey(request);
        var first = once is null ? 0 : 1;
        var keys = new TakenKey[first + request.Claims.Count];
        if (once is not null)
        {
            keys[0] = new(once, request.Aggregate);
        }
        for (var i = 0; i < request.Claims.Count; i++)
        {
            keys[first + i] = new(request.Claims[i].Key, request.Claims[i].Value);
        }
        return keys;
    }

    /// <summary>The key that makes a command or a message be applied once.</summary>
    public static string? OnceKey(CommitRequest request) =>
        request.CommandId is { } id ? CommitRequest.CommandKey(id) : request.Cause?.Key;

    /// <summary>Posts grants and postings and evaluates the guards in order; null when nothing stands against the request.</summary>
    /// <exception cref="InvalidOperationException">A guarded account would be driven to its wrong side, and no guard of the request says
    /// so.</exception>
    public static Rejection? Post(BookAccounts accounts, CommitRequest request, List<Posting> posted)
    {
        posted.Clear();
        var before = Figures(accounts, request.Guards);
        foreach (var grant in request.Grants)
        {
            if (!accounts.WasPosted(grant.Account))
            {
                posted.AddRange(grant.Postings);
            }
        }
        foreach (var posting in posted)
        {
            accounts.Post(posting.Account, posting.Fen);
        }
        // What a grant adds is there to be taken by this very entry: it counts as available.
        before = posted.Count > 0 ? Figures(accounts, request.Guards) : before;
        posted.AddRange(request.Postings);
        for (var i = 0; i < request.Postings.Count; i++)
        {
            accounts.Post(request.Postings[i].Account, request.Postings[i].Fen);
        }
        return Refused(accounts, request.Guards, before) ?? Unguarded(accounts, request, posted);
    }

    private static Rejection? Refused(BookAccounts accounts, IReadOnlyList<Guard> guards, long[] before)
    {
        for (var i = 0; i < guards.Count; i++)
        {
            var after = Room(accounts, guards[i]);
            if (after < 0)
            {
                return new(guards[i].Code, Available: new(before[i]), Needed: new(checked(before[i] - after)));
            }
        }
        return null;
    }

    private static Rejection? Unguarded(BookAccounts accounts, CommitRequest request, List<Posting> posted)
    {
        foreach (var posting in posted)
        {
            var side = Accounts.GuardedSide(posting.Account);
            if (side != 0 && checked(side * accounts.Fen(posting.Account)) < 0)
            {
                throw new InvalidOperationException(
                    $"{request.Event} of {request.Aggregate} would drive {request.Book} {posting.Account} "
                    + $"to {new Money(accounts.Fen(posting.Account))}.");
            }
        }
        return null;
    }

    private static long[] Figures(BookAccounts accounts, IReadOnlyList<Guard> guards)
    {
        if (guards.Count == 0)
        {
            return [];
        }
        var figures = new long[guards.Count];
        for (var i = 0; i < figures.Length; i++)
        {
            figures[i] = Room(accounts, guards[i]);
        }
        return figures;
    }

    /// <summary>How much a guard leaves, in fen; negative when it does not hold.</summary>
    private static long Room(BookAccounts accounts, Guard guard) => guard.Kind switch
    {
        GuardKind.NotOverdrawn => Accounts.GuardedSide(guard.Account) is not 0 and var side
            ? checked(side * accounts.Fen(guard.Account))
            : throw new InvalidOperationException($"{guard.Account} has no side to be guarded."),
        GuardKind.CashCovers => checked(accounts.Fen(Accounts.Cash) + accounts.Fen(Accounts.PaymentsInTransit)),
        GuardKind.CompensationCovers => checked(-accounts.Fen(Accounts.RiskCompensation) - accounts.SubrogationFen),
        GuardKind.DueToAtMost => checked(guard.LimitFen - accounts.DueToFen),
        _ => throw new InvalidOperationException($"Guard {guard.Kind} is unknown."),
    };

    private static void Balanced(CommitRequest request, IReadOnlyList<Posting> postings)
    {
        Int128 sum = 0;
        for (var i = 0; i < postings.Count; i++)
        {
            var posting = postings[i];
            sum += posting.Fen;
            if (posting.Account.AsSpan().ContainsAny(" \t\r\n"))
            {
                throw new InvalidOperationException($"'{posting.Account}' is not an account's name.");
            }
        }
        if (sum != 0)
        {
            throw new InvalidOperationException($"{request.Event} of {request.Aggregate} does not balance: {string.Join(", ", postings)}.");
        }
    }
}
