using YrdClearing.Journal;

namespace YrdClearing.Server.Verify;

/// <summary>
/// Proves the journal from its entries alone: it streams them book by book, adds up what they say and compares with every table that is
/// derived from them, with no rule of the writer; state rows are compared with what those rules make of the entries as well. Memory is
/// bounded: what grows with the journal is in a temporary database.
/// </summary>
public static class Verification
{
    /// <summary>Runs all checks in one snapshot of the journal.</summary>
    /// <param name="store">The journal, opened for reading.</param>
    /// <param name="anchors">Hashes noted earlier; may be empty.</param>
    /// <param name="cancellation">Ends the run with <see cref="OperationCanceledException"/>.</param>
    public static async Task<VerifyReport> RunAsync(JournalStore store, IEnumerable<Anchor> anchors, CancellationToken cancellation)
    {
        using var journal = await JournalReader.OpenAsync(store, cancellation).ConfigureAwait(false);
        // The databases' own calls are synchronous here: one reader, one scratch file, nothing to interleave.
        return await Task.Run(() => Run(journal, anchors), cancellation).ConfigureAwait(false);
    }

    private static VerifyReport Run(JournalReader journal, IEnumerable<Anchor> anchors)
    {
        using var scratch = new Scratch();
        var heads = journal.Heads().ToDictionary(h => h.Book, StringComparer.Ordinal);
        var balances = new Balances(scratch);
        var things = new Things(scratch);
        var entriesBalance = new EntriesBalanceCheck();
        // VoucherCheck and EscrowCheck stand before those that look vouchers and contracts up, KeyCheck before ReplayedCheck,
        // StateCheck after those that say what the rows must be.
        Check[] checks =
        [
            new SequenceCheck(heads),
            new ChainCheck(heads),
            new AnchorCheck(scratch, anchors),
            entriesBalance,
            new PostingCheck(scratch),
            new StoredBalancesCheck(journal, scratch, balances),
            new TrialBalanceCheck(scratch),
            new BudgetCheck(balances),
            new GuardCheck(balances),
            new QuotaCheck(scratch),
            new VoucherCheck(scratch, things),
            new OrderCheck(scratch, things),
            new SubsidyCheck(scratch),
            new EscrowCheck(scratch, things),
            new PriceCheck(scratch),
            new DepositCheck(scratch, things),
            new CompensationCheck(scratch),
            new PayoutCheck(scratch, things),
            new MessageCheck(scratch, heads),
            new TitleCheck(scratch, things),
            new MirrorCheck(scratch),
            new CycleCheck(scratch),
            new BelongingCheck(scratch),
            new KeyCheck(journal, scratch),
            new ReplayedCheck(journal, scratch),
            new PersonalCheck(journal, scratch),
            new StateCheck(journal, scratch, things),
        ];
        var books = journal.Books();
        foreach (var book in books)
        {
            balances.Begin(book);
            long last = 0;
            foreach (var entry in journal.Entries(book))
            {
                Post(entry, balances, entriesBalance);
                foreach (var check in checks)
                {
                    Show(check, entry);
                }
                last = entry.Seq;
            }
            foreach (var check in checks)
            {
                check.EndBook(book, last);
            }
            balances.Flush();
        }
        foreach (var check in checks)
        {
            Finish(check);
        }
        return new([.. checks.Select(c => c.Result())], [.. heads.Values
            .Where(h => h.Seq > 0).OrderBy(h => h.Book, StringComparer.Ordinal)
            .Select(h => new Anchor(h.Book, h.Seq, Convert.ToHexStringLower(h.Hash)))]);
    }

    private static void Post(StoredEntry entry, Balances balances, EntriesBalanceCheck check)
    {
        for (var i = 0; i < Math.Min(entry.Accounts.Length, entry.Amounts.Length); i++)
        {
            if (!balances.TryAdd(entry.Accounts[i], entry.Amounts[i]))
            {
                check.Overflowed(entry, entry.Accounts[i]);
            }
        }
    }

    private static void Show(Check check, StoredEntry entry)
    {
        try
        {
            check.Entry(entry);
        }
        catch (Exception e) when (Check.IsDamage(e))
        {
            check.Unreadable(entry, e);
        }
    }

    private static void Finish(Check check)
    {
        try
        {
            check.Finish();
        }
        catch (Exception e) when (Check.IsDamage(e))
        {
            check.Unfinished(e);
        }
    }
}

/// <summary>What a run found.</summary>
/// <param name="Invariants">All of them, in a fixed order.</param>
/// <param name="Heads">Where each book stands: to be kept elsewhere and given back as anchors.</param>
public sealed record VerifyReport(IReadOnlyList<Invariant> Invariants, IReadOnlyList<Anchor> Heads)
{
    public bool Ok => Invariants.All(i => i.Ok);
}
