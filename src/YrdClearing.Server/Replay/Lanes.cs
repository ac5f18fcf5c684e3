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

namespace YrdClearing.Server.Replay;

/// <summary>
/// Something that the outcome of a line may depend on. Lines of one lane run in file order, but for those that share it: they may pass one
/// another, since they change it by fixed amounts or only read it, and none of them is ever refused for what the others did.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="IsShared">True when lines may pass one another.</param>
/// <param name="Draw">What the line may take; as long as that is there for certain, it shares the lane with others that take.</param>
internal readonly record struct Lane(string Name, bool IsShared, Draw? Draw = null);

/// <summary>What a line takes at most from a fund's money, and where it is.</summary>
/// <param name="Book">The fund's book.</param>
/// <param name="Accounts">The accounts that hold it together.</param>
/// <param name="Side">+1 when they hold it as a debit, −1 as a credit.</param>
/// <param name="AtMost">What is taken; 0 when the line will be refused.</param>
internal sealed record Draw(string Book, IReadOnlyList<string> Accounts, int Side, Money AtMost);

/// <summary>
/// The lanes of a line: everything its outcome or balances may depend on, so that running lanes side by side gives what the serial run
/// gives. Where the lines so far leave several possibilities (two applications for one voucher id), all of them count.
/// </summary>
internal static class Lanes
{
    /// <summary>The lanes of a command; null for a barrier, which runs alone: what it changes may matter to any other line.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its id when the line brings one; an id may come twice.</param>
    /// <param name="known">What the lines before may have made. This line is not learnt yet.</param>
    public static IReadOnlyList<Lane>? Of(Command command, string? id, KnownThings known)
    {
        var lanes = new Set();
        if (id is not null)
        {
            lanes.Alone("id:" + id);
        }
        switch (command)
        {
            case AppropriateFund c:
                lanes.Sharing(Budget(c.Fund));
                break;
            case DepositFund c:
                lanes.Sharing(Cash(c.Fund));
                break;
            case DepositCompensation c:
                lanes.Sharing(MarketCash(c.Market));
                break;
            case EnterpriseCommand c:
                lanes.Alone("enterprise:" + c.Enterprise);
                break;
            case ProviderCommand c:
                lanes.Alone("provider:" + c.Provider);
                break;
            case NamedVoucherCommand c:
                OfVoucher(c, known, lanes);
                break;
            case OrderCommand c:
                OfOrder(c, known, lanes);
                break;
            case ContractCommand c:
                OfContract(c, known, lanes);
                break;
            case DepositBid c:
                lanes.Alone("listing:" + c.Listing);
                lanes.Sharing("enterprise:" + c.Bidder);
                break;
            case PayoutCommand c when PayoutIds.IsBidRefund(c.Order):
                // Rare, and the line does not say which market pays.
                return null;
            case RegistrationCommand c:
                lanes.Alone(Registration(c.Number));
                break;
            case PayoutCommand c when PayoutIds.ContractOf(c.Order) is { } contract:
                OfContractPayout(c, contract, known, lanes);
                break;
            case PayoutCommand c:
                OfPayout(c, known, lanes);
                break;
            case ConfirmCycle or FailCycle or CloseCycle:
                lanes.Alone(Cycle(((CycleCommand)command).Cycle));
                break;
            case PayCycle c:
                // A fact of the bank, never refused for cash; but it takes who knows how much. The line does not say whether funds or
                // markets pay.
                lanes.Alone(Cycle(c.Cycle));
                lanes.Alone([c.From, c.To], Cash);
                lanes.Sharing([c.From, c.To], MarketCash);
                break;
            case OpenFund or FundCommand or IntegrityCommand or RunDeadlines or CycleCommand or OpenMarket or TitleCommand
                or ListingCommand or OpenLicenceCommand:
                return null;
            default:
                // A command nobody has thought about here is safe alone.
                return null;
        }
        return lanes.ToList();
    }

    private static void OfVoucher(NamedVoucherCommand command, KnownThings known, Set lanes)
    {
        var funds = Voucher(command.Voucher, known, lanes).Funds;
        switch (command)
        {
            case ApplyVoucher c:
                lanes.Alone("enterprise:" + c.Enterprise);
                break;
            case ApproveVoucher:
                // Takes from the budget: unless there is plenty, it must see exactly what the lines before it left there.
                foreach (var fund in funds)
                {
                    lanes.Drawing(Budget(fund), new(Books.Fund(fund), [Accounts.BudgetAvailable], -1, known.Voucher(command.Voucher).AtMost));
                }
                break;
            case ReturnVoucher or RevokeVoucher:
                lanes.Sharing(funds, Budget);
                break;
            case PlaceOrder c:
                lanes.Alone("order:" + c.Order);
                lanes.Sharing("provider:" + c.Provider);
                break;
        }
    }

    private static void OfOrder(OrderCommand command, KnownThings known, Set lanes)
    {
        lanes.Alone("order:" + command.Order);
        var order = known.Order(command.Order);
        var homes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var voucher in order.Vouchers)
        {
            homes.UnionWith(Voucher(voucher, known, lanes).Funds);
        }
        switch (command)
        {
            case DeclineOrder or CancelOrder or DeliverOrder:
                // What is released goes back to the budget when the voucher is over.
                lanes.Sharing(homes, Budget);
                break;
            case SubmitClaim:
                lanes.Alone(order.Invoices, Invoice);
                lanes.Sharing(order.Providers, p => "provider:" + p);
                break;
            case RejectClaim:
                lanes.Alone(order.Invoices, Invoice);
                lanes.Sharing(homes, Budget);
                break;
            case ApproveClaim:
                // Only a cap asks how much the home fund owes already.
                foreach (var home in homes)
                {
                    lanes.Add(Due(home), isShared: !known.Fund(home).HasCap);
                }
                break;
            case ClawBackClaim:
                // Gives back to the home budget, and makes the host owe more.
                lanes.Sharing(homes, Budget);
                lanes.Sharing(Hosts(order, known), Due);
                break;
        }
    }

    private static void OfPayout(PayoutCommand command, KnownThings known, Set lanes)
    {
        lanes.Alone("order:" + command.Order);
        var order = known.Order(command.Order);
        foreach (var payer in Payers(order, known))
        {
            switch (command)
            {
                case InstructPayout:
                    lanes.Drawing(Cash(payer), new(Books.Fund(payer), [Accounts.Cash, Accounts.PaymentsInTransit], 1, order.AtMost));
                    break;
                case FailPayout or ReceiveRecovery:
                    lanes.Sharing(Cash(payer));
                    break;
                    // A confirmation takes as much from cash as from what is in transit: what may be paid stays the same.
            }
        }
    }

    /// <summary>
    /// A contract's lines are one lane. Only what may free its title, encumber it or pass it on touches the title's, and only what gives
    /// money back or pays out its markets' cash.
    /// </summary>
    private static void OfContract(ContractCommand command, KnownThings known, Set lanes)
    {
        var contract = Contract(command.Contract, known, lanes);
        switch (command)
        {
            case AcceptLicence c:
                lanes.Sharing("enterprise:" + c.Buyer);
                lanes.Alone(known.Offer(c.Offer).Titles, Title);
                break;
            case DraftContract c:
                lanes.Sharing("enterprise:" + c.Seller);
                lanes.Sharing("enterprise:" + c.Buyer);
                lanes.Sharing(c.Owners?.Select(o => o.Party) ?? [], party => "enterprise:" + party);
                lanes.Sharing(c.Title is null ? [] : [c.Title], Title);
                break;
            case SignContract or TerminateContract or AcceptMilestone:
                lanes.Alone(contract.Titles, Title);
                lanes.Sharing(contract.BuyerMarkets, MarketCash);
                break;
            case RefuseContract:
                lanes.Alone(contract.Titles, Title);
                break;
            case ReceiveSubrogation:
                lanes.Sharing(contract.BuyerMarkets, MarketCash);
                break;
            case RegisterContract c:
                lanes.Alone(Registration(c.Number));
                break;
        }
    }

    private static void OfContractPayout(PayoutCommand command, string id, KnownThings known, Set lanes)
    {
        var contract = Contract(id, known, lanes);
        var payers = PayoutIds.IsBuyerRefund(command.Order) ? contract.BuyerMarkets : contract.SellerMarkets;
        switch (command)
        {
            case InstructPayout:
                lanes.Alone(payers, MarketCash);
                break;
            case FailPayout or ReceiveRecovery:
                lanes.Sharing(payers, MarketCash);
                break;
        }
    }

    private static KnownContract Contract(string id, KnownThings known, Set lanes)
    {
        lanes.Alone("contract:" + id);
        return known.Contract(id);
    }

    /// <summary>The lanes of everything on a voucher; its enterprise's quota and applications are one lane with it.</summary>
    private static KnownVoucher Voucher(string id, KnownThings known, Set lanes)
    {
        lanes.Alone("voucher:" + id);
        var voucher = known.Voucher(id);
        lanes.Alone(voucher.Enterprises, e => "enterprise:" + e);
        return voucher;
    }

    /// <summary>The funds that may pay the order: home on routes R1 and R2, the provider's host on R3.</summary>
    private static SortedSet<string> Payers(KnownOrder order, KnownThings known)
    {
        var payers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var home in order.Vouchers.SelectMany(v => known.Voucher(v).Funds))
        {
            var rules = known.Fund(home);
            if (rules.PaysItself)
            {
                payers.Add(home);
            }
            if (rules.IsAdvanced)
            {
                payers.UnionWith(Hosts(order, known));
            }
        }
        return payers;
    }

    private static IEnumerable<string> Hosts(KnownOrder order, KnownThings known) =>
        order.Providers.SelectMany(p => known.Provider(p).Funds).Distinct();

    private static string Budget(string fund) => "budget:" + fund;
    private static string Cash(string fund) => "cash:" + fund;
    private static string MarketCash(string market) => "cash:" + Books.Market(market);
    private static string Title(string id) => "title:" + id;
    private static string Due(string fund) => "due:" + fund;
    private static string Cycle(string id) => "cycle:" + id;
    private static string Registration(string number) => "registration:" + number;
    private static string Invoice(string number) => "invoice:" + number;

    /// <summary>Lanes by name; who needs one alone and shared needs it alone, who draws and shares draws.</summary>
    private sealed class Set
    {
        private readonly List<Lane> _lanes = [];

        public void Alone(string name) => Add(name, isShared: false);
        public void Sharing(string name) => Add(name, isShared: true);

        public void Alone(IEnumerable<string> things, Func<string, string> name)
        {
            foreach (var thing in things)
            {
                Alone(name(thing));
            }
        }

        public void Sharing(IEnumerable<string> things, Func<string, string> name)
        {
            foreach (var thing in things)
            {
                Sharing(name(thing));
            }
        }

        public void Drawing(string name, Draw draw) => Add(name, isShared: false, draw);

        public void Add(string name, bool isShared, Draw? draw = null)
        {
            var at = _lanes.FindIndex(l => l.Name == name);
            if (at < 0)
            {
                _lanes.Add(new(name, isShared, draw));
            }
            else if (!isShared)
            {
                _lanes[at] = new(name, IsShared: false, _lanes[at].IsShared ? draw : null);
            }
        }

        public IReadOnlyList<Lane> ToList() => _lanes;
    }
}
