using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Replay;

/// <summary>
/// Says of lines that take from a fund's money whether it is there for certain, whatever the lines before them do: then none of them is
/// refused for what others took, and they may pass one another. What is certain is what was in the journal less all that lines under way
/// then, and those since, may take; what they may bring does not count. Others who draw on the fund at the same time are not known here:
/// with them the order among lines near the end of the money is not certain, as it never is among clients.
/// </summary>
internal sealed class Purses(JournalStore store, LaneSchedule schedule)
{
    /// <summary>After a look that found too little, this many lines go without one, at most.</summary>
    private const int MaxPause = 64;

    /// <summary>Left when a line may have taken what is not certain to be there: not even nothing is covered.</summary>
    private const long NothingCertain = -1;

    private readonly Dictionary<string, Purse> _purses = new(StringComparer.Ordinal);

    /// <summary>
    /// Settles the lanes as the line takes them, in place; to be asked in the order of the stream, just before the line is scheduled.
    /// </summary>
    public async ValueTask SettleAsync(List<Lane>? lanes, CancellationToken cancellation)
    {
        if (lanes is null)
        {
            // A barrier may take from anything.
            _purses.Clear();
            return;
        }
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (lane.Draw is { } draw && await CoversAsync(lane.Name, draw, cancellation))
            {
                lanes[i] = lane with { IsShared = true };
            }
            else if (lane is { IsShared: false, Draw: null })
            {
                _purses.Remove(lane.Name);
            }
        }
    }

    private async ValueTask<bool> CoversAsync(string name, Draw draw, CancellationToken cancellation)
    {
        if (!_purses.TryGetValue(name, out var purse))
        {
            _purses[name] = purse = new();
        }
        if (purse.LeftFen < draw.AtMost.Fen && --purse.Pause < 0)
        {
            await LookAsync(name, draw, purse, cancellation);
        }
        var covers = purse.LeftFen >= draw.AtMost.Fen;
        purse.LeftFen = covers ? purse.LeftFen - draw.AtMost.Fen : NothingCertain;
        return covers;
    }

    private async Task LookAsync(string name, Draw draw, Purse purse, CancellationToken cancellation)
    {
        // Before the look: what is over in between then counts twice, not never.
        var drawn = schedule.DrawnFen(name);
        if (drawn is { } underWay)
        {
            var balances = await store.BalancesAsync(draw.Book, draw.Accounts, cancellation);
            purse.LeftFen = draw.Side * MoneySum.Of(draw.Accounts.Select(a => new Money(balances.GetValueOrDefault(a)))).Fen - underWay;
        }
        purse.LastPause = purse.LeftFen >= draw.AtMost.Fen ? 0 : Math.Clamp(2 * purse.LastPause, 1, MaxPause);
        purse.Pause = purse.LastPause;
    }

    private sealed class Purse
    {
        public Int128 LeftFen { get; set; } = NothingCertain;

        /// <summary>Lines that go without a look.</summary>
        public int Pause { get; set; }

        public int LastPause { get; set; }
    }
}
