using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// After every entry a market's compensation fund covers what buyers owe it. The fund is what was paid in less what was written off; what a
/// buyer owes it is what its contracts were compensated with, less what was received and written off.
/// </summary>
internal sealed class FundsCoverClaims(Observer observer) : Invariant("compensation funds cover claims", observer)
{
    private const string Fund = "equity:risk-compensation";
    private const string Claims = "assets:subrogation:";

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        if (CompensationModel.IsOfFund(entry.Request.Event) || Array.Exists(entry.Accounts, IsOfFund))
        {
            Check(entry.Request.Book, $"{entry.Request.Book}/{entry.Seq} {entry.Request.Event}");
        }
    }

    public override void AtEnd()
    {
        foreach (var book in Observer.Disk.Heads.Keys.Where(b => b.StartsWith("market:", StringComparison.Ordinal)))
        {
            Check(book, $"{book} at the end");
        }
    }

    private static bool IsOfFund(string account) => account == Fund || account.StartsWith(Claims, StringComparison.Ordinal);

    private void Check(string book, string when)
    {
        var fund = -Model.Ledger.Fen(book, Fund);
        var paidIn = Model.Compensation.Funds.GetValueOrDefault(book);
        Require(fund == paidIn, $"{when}: the fund is {fund} fen, paid in less written off are {paidIn}");
        var claims = Model.Ledger.Of(book).Where(b => b.Key.StartsWith(Claims, StringComparison.Ordinal)).ToList();
        var owed = claims.Sum(b => b.Value);
        Require(owed <= fund, $"{when}: buyers owe {owed} fen, the fund is {fund}");
        var compensated = Model.Contracts.Contracts.Values.Where(c => c.HomeBook == book && c.Compensated > 0).ToList();
        foreach (var (account, fen) in claims)
        {
            var expected = compensated.Where(c => c.Buyer == account[Claims.Length..]).Sum(c => c.Claim);
            Require(fen == expected, $"{when}: {account} is {fen} fen, the contracts make it {expected}");
        }
        // A claim without an account would be missing here.
        var all = compensated.Sum(c => c.Claim);
        Require(owed == all, $"{when}: buyers owe {owed} fen, the contracts make it {all}");
    }
}
