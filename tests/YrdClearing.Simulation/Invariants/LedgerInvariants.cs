using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>Every entry adds up to zero, in the budget's accounts, the quotas' and the rest by themselves.</summary>
internal sealed class BooksBalance(Observer observer) : Invariant("conservation per book", observer)
{
    public override void Written(NumberedEntry entry, JsonElement data)
    {
        long budget = 0, quota = 0, rest = 0;
        for (var i = 0; i < entry.Accounts.Length; i++)
        {
            var account = entry.Accounts[i];
            budget += account.StartsWith("budget:", StringComparison.Ordinal) ? entry.Amounts[i] : 0;
            quota += account.StartsWith("quota:", StringComparison.Ordinal) ? entry.Amounts[i] : 0;
            rest += entry.Amounts[i];
        }
        if (budget != 0 || quota != 0 || rest != 0 || (entry.Request.Book == "network" && entry.Accounts.Length > 0))
        {
            Fail($"{entry.Request.Book}/{entry.Seq} {entry.Request.Event}: budget {budget}, quota {quota}, all {rest} fen");
        }
    }
}

/// <summary>No guarded account passes zero to the wrong side (domain.md, "Books and accounts").</summary>
internal sealed class GuardedAccounts(Observer observer) : Invariant("guarded accounts", observer)
{
    private static readonly string[] CreditNormal =
    [
        "budget:available", "budget:issued", "budget:reserved", "budget:approved", "liabilities:payments-in-transit",
        "quota:available:", "liabilities:claims:", "liabilities:due-to:", "liabilities:settlement:", "liabilities:escrow:",
        "liabilities:sellers:", "liabilities:refunds:", "liabilities:deposits:", "equity:risk-compensation",
    ];

    private static readonly string[] DebitNormal = ["assets:due-from:", "assets:settlement:", "assets:recoverable:", "assets:escrow"];

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        foreach (var account in entry.Accounts)
        {
            var fen = Model.Ledger.Fen(entry.Request.Book, account);
            var wrong = fen > 0 ? CreditNormal : fen < 0 ? DebitNormal : [];
            if (Array.Exists(wrong, p => account.StartsWith(p, StringComparison.Ordinal)))
            {
                Fail($"{entry.Request.Book}/{entry.Seq} {entry.Request.Event} drives {account} to {fen} fen");
            }
        }
    }
}

/// <summary>What was voted is available, issued, reserved, approved or spent; and granted quota mirrors the available one.</summary>
internal sealed class BudgetIdentity(Observer observer) : Invariant("budget identity", observer)
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        if (entry.Accounts.Length > 0)
        {
            _changed.Add(entry.Request.Book);
        }
    }

    public override void AfterStep()
    {
        foreach (var book in _changed)
        {
            long budget = 0, quota = 0;
            foreach (var (account, fen) in Model.Ledger.Of(book))
            {
                budget += account.StartsWith("budget:", StringComparison.Ordinal) ? fen : 0;
                quota += account.StartsWith("quota:", StringComparison.Ordinal) ? fen : 0;
            }
            Require(budget == 0 && quota == 0, $"the budget of {book} is off by {budget} fen, its quotas by {quota} fen");
        }
        _changed.Clear();
    }
}

/// <summary>
/// Vouchers and their orders hold exactly what the books' accounts say, and every limit counts what is held: face amounts, quotas, cash
/// with payments on their way, the debit cap.
/// </summary>
internal sealed class HoldsCount(Observer observer) : Invariant("holds counted in limits", observer)
{
    private readonly Dictionary<string, long> _approved = new(StringComparer.Ordinal);

    public override void TakeOver(NumberedEntry entry, JsonElement e)
    {
        switch (entry.Request.Event)
        {
            case "claim.approved.1": Approve(entry.Request.Book, e.Fen("amount")); break;
            case "payout.paid.1" or "clearing.book-settled.1": Approve(entry.Request.Book, -e.Fen("spent")); break;
        }
    }

    public override void Written(NumberedEntry entry, JsonElement e)
    {
        TakeOver(entry, e);
        var book = entry.Request.Book;
        switch (entry.Request.Event)
        {
            case "claim.approved.1":
                if (e.Text("payingBook") != book && Model.Vouchers.DebitCaps.TryGetValue(book, out var cap))
                {
                    var dueTo = Model.Ledger.DueTo(book);
                    Require(dueTo <= cap, $"{book}/{entry.Seq}: {dueTo} fen are owed, the cap is {cap}");
                }
                break;
            case "payout.instructed.1" or "contract.refund-instructed.1" or "bid.refund-instructed.1":
                var free = Model.Ledger.Fen(book, "assets:cash") + Model.Ledger.Fen(book, "liabilities:payments-in-transit");
                Require(free >= 0 || e.Fen("amount") == 0, $"{book}/{entry.Seq}: payments on their way exceed the cash by {-free} fen");
                break;
        }
        if (entry.Accounts.Any(a => a.StartsWith("budget:", StringComparison.Ordinal)))
        {
            Compare(entry);
        }
    }

    private void Approve(string book, long fen) => _approved[book] = _approved.GetValueOrDefault(book) + fen;

    private void Compare(NumberedEntry entry)
    {
        var book = entry.Request.Book;
        var fund = book["fund:".Length..];
        long issued = 0, reserved = 0;
        foreach (var v in Model.Vouchers.Vouchers.Values)
        {
            if (v.Fund == fund)
            {
                issued += v.Available;
                reserved += v.Reserved;
                var whole = v.Available + v.Reserved + v.Redeemed + v.ClawedBack + v.GivenBack;
                var isWhole = !v.IsDecided || whole == v.Face;
                Require(isWhole && v.Available >= 0 && v.Reserved >= 0 && v.Redeemed >= 0,
                    $"{book}/{entry.Seq}: voucher {v.Id} of {v.Face} has {v.Available} available, {v.Reserved} reserved, {v.Redeemed} redeemed");
            }
        }
        Same(entry, "budget:issued", issued);
        Same(entry, "budget:reserved", reserved);
        Same(entry, "budget:approved", _approved.GetValueOrDefault(book));
        foreach (var ((of, enterprise, year), (cap, taken)) in Model.Vouchers.Quotas)
        {
            if (of == book)
            {
                Require(taken <= cap, $"{book}/{entry.Seq}: {enterprise} was granted {taken} fen in {year}, its quota is {cap}");
                Same(entry, $"quota:available:{enterprise}:{year}", cap - taken);
            }
        }
    }

    private void Same(NumberedEntry entry, string account, long expected)
    {
        var fen = -Model.Ledger.Fen(entry.Request.Book, account);
        if (fen != expected)
        {
            Fail($"{entry.Request.Book}/{entry.Seq} {entry.Request.Event}: {account} is {fen} fen, what holds it adds up to {expected}");
        }
    }
}
