using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Registrations;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Grains;

/// <summary>What the key of an order or a contract says; it never changes once written.</summary>
/// <param name="Voucher">The order's voucher; null for a contract.</param>
/// <param name="HomeBook">Where the order or the contract is.</param>
/// <param name="PayingBook">Where its payouts are.</param>
internal sealed record Route(string? Voucher, string HomeBook, string PayingBook)
{
    public static Route? Of(OrderKey? key) => key is null ? null : new(key.Voucher, key.HomeBook, key.PayingBook);

    public static Route? Of(ContractKey? key) => key is null ? null : new(null, key.HomeBook, key.SellerBook);
}

/// <summary>Command → the one aggregate it addresses.</summary>
internal static class Routes
{
    /// <summary>The order or the contract by whose key a command is routed; both are null for a command that needs none.</summary>
    public static (string? Order, string? Contract) NamedBy(Command command) => command switch
    {
        OrderCommand c    => (c.Order, null),
        PayoutCommand c when PayoutIds.IsBidRefund(c.Order) => (null, null),
        PayoutCommand c   => PayoutIds.ContractOf(c.Order) is { } contract ? (null, contract) : (c.Order, null),
        DraftContract or AcceptLicence => (null, null),
        ContractCommand c => (null, c.Contract),
        _                 => (null, null),
    };

    /// <param name="command">A user's command.</param>
    /// <param name="route">What its key says, for commands that have one.</param>
    public static string TargetOf(Command command, Route? route) => command switch
    {
        OpenFund c            => FundOpeningState.IdOf(c.Fund),
        FundCommand c         => FundState.IdOf(c.Fund),
        EnterpriseCommand c   => EnterpriseState.IdOf(c.Enterprise),
        IntegrityCommand c    => IntegrityState.IdOf(c.Party),
        ProviderCommand c     => ProviderState.IdOf(c.Provider),
        NamedVoucherCommand c => VoucherState.IdOf(c.Voucher),
        OrderCommand          => VoucherState.IdOf(route!.Voucher!),
        OpenMarket c          => MarketOpeningState.IdOf(c.Market),
        TitleCommand c        => TitleState.IdOf(c.Title),
        RegistrationCommand c => RegistrationState.IdOf(c.Number),
        ContractCommand c     => ContractState.IdOf(c.Contract),
        MarketCommand c       => MarketState.IdOf(c.Market),
        OpenLicenceCommand c  => OpenLicenceState.IdOf(c.Offer),
        ListingCommand c      => ListingState.IdOf(c.Listing),
        BidCommand c          => BidState.IdOf(c.Listing, c.Bidder),
        PayoutCommand c when PayoutIds.IsBidRefund(c.Order) => c.Order,
        PayoutCommand c       => PayoutIds.IsBuyerRefund(c.Order)
                                    ? ContractState.IdOf(PayoutIds.ContractOf(c.Order)!)
                                    : PayoutState.IdOf(c.Order),
        CycleCommand c        => CycleState.AggregateOf(c.Cycle),
        RunDeadlines          => DeadlinesState.IdOf(Books.Network),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no aggregate."),
    };

    /// <summary>The book to which that aggregate commits; null when the command does not tell.</summary>
    public static string? BookOf(Command command, Route? route) => command switch
    {
        ApplyVoucher c   => Books.Fund(c.Fund),
        FundCommand c    => Books.Fund(c.Fund),
        MarketCommand c  => Books.Market(c.Market),
        DraftContract c  => Books.Market(c.BuyerMarket),
        AcceptLicence c  => Books.Market(c.BuyerMarket),
        PayoutCommand c when !PayoutIds.IsBuyerRefund(c.Order) => route?.PayingBook,
        _                => route?.HomeBook,
    };

    public static bool IsOfCycle(Command command) => command is CycleCommand;

    /// <summary>True for commands of a thing in the book <c>network</c> that learns from other books by message.</summary>
    public static bool IsOfListing(Command command) => command is ListingCommand;
}
