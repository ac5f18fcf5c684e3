using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Grains;

/// <summary>Command → the one aggregate it addresses.</summary>
internal static class Routes
{
    /// <param name="command">A user's command.</param>
    /// <param name="route">The order's route, for commands that name only an order.</param>
    public static string TargetOf(Command command, OrderKey? route) => command switch
    {
        OpenFund c          => "opening:" + c.Fund,
        FundCommand c       => "fund:" + c.Fund,
        EnterpriseCommand c => "enterprise:" + c.Enterprise,
        IntegrityCommand c  => "integrity:" + c.Party,
        ProviderCommand c   => "provider:" + c.Provider,
        NamedVoucherCommand c => "voucher:" + c.Voucher,
        OrderCommand        => "voucher:" + route!.Voucher,
        PayoutCommand c     => "payout:" + c.Order,
        CycleCommand c      => "cycle:" + c.Cycle,
        RunDeadlines        => "deadlines:" + Books.Network,
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no aggregate."),
    };

    public static bool IsOfCycle(Command command) => command is CycleCommand;
}
