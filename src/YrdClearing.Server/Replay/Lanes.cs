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
    private static readonly string[] BudgetAccounts = [Accounts.BudgetAvailable];
    private static readonly string[] CashAccounts = [Accounts.Cash, Accounts.PaymentsInTransit];

    /// <summary>The lanes of a command; null for a barrier, which runs alone: what it changes may matter to any other line.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its id when the line brings one; an id may come twice.</param>
    /// <param name="known">What the lines before may have made. This line is not learnt yet.</param>
    public static List<Lane>? Of(Command command, string? id, KnownThings known)
    {
        var lanes = new Set();
        if (id is not null)
        {
            lanes.Alone("id:" + id);
        }
        switch (command)
        {
            case AppropriateFund c:
                lanes.Sharing(known.Fund(c.Fund).BudgetLane);
                break;
            case DepositFund c:
                lanes.Sharing(known.Fund(c.Fund).CashLane);
                break;
            case DepositCompensation c:
                lanes.Sharing(MarketCash(c.Market));
                break;
            case EnterpriseCommand c:
                lanes.Alone(KnownThings.EnterpriseLane(c.Enterprise));
                break;
            case ProviderCommand c:
                lanes.Alone(known.Provider(c.Provider).Lane);
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
                lanes.Sharing(KnownThings.EnterpriseLane(c.Bidder));
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
                lanes.Alone(known.Fund(c.From).CashLane);
                lanes.Alone(known.Fund(c.To).CashLane);
                lanes.Sharing(MarketCash(c.From));
                lanes.Sharing(MarketCash(c.To));
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
        var voucher = Voucher(command.Voucher, known, lanes);
        switch (command)
        {
            case ApplyVoucher c:
                lanes.Alone(KnownThings.EnterpriseLane(c.Enterprise));
                break;
            case ApproveVoucher:
                // Takes from the budget: unless there is plenty, it must see exactly what the lines before it left there.
                foreach (var fund in voucher.Funds)
                {
                    var of = known.Fund(fund);
                    lanes.Drawing(of.BudgetLane, new(of.Book, BudgetAccounts, -1, voucher.AtMost));
                }
                break;
            case ReturnVoucher or RevokeVoucher:
                SharingBudgets(voucher, known, lanes);
                break;
            case PlaceOrder c:
                lanes.Alone(known.Order(c.Order).Lane);
                lanes.Sharing(known.Provider(c.Provider).Lane);
                break;
        }
    }

    private static void OfOrder(OrderCommand command, KnownThings known, Set lanes)
    {
        var order = known.Order(command.Order);
        lanes.Alone(order.Lane);
        foreach (var voucher in order.Vouchers)
        {
            OfHome(command, order, Voucher(voucher, known, lanes), known, lanes);
        }
        switch (command)
        {
            case SubmitClaim:
                lanes.Alone(order.InvoiceLanes);
                foreach (var provider in order.Providers)
                {
                    lanes.Sharing(known.Provider(provider).Lane);
                }
                break;
            case RejectClaim:
                lanes.Alone(order.InvoiceLanes);
                break;
        }
    }

    /// <summary>The lanes of an order's line that come from the voucher it may be on.</summary>
    private static void OfHome(OrderCommand command, KnownOrder order, KnownVoucher voucher, KnownThings known, Set lanes)
    {
        switch (command)
        {
            case DeclineOrder or CancelOrder or DeliverOrder or RejectClaim:
                // What is released goes back to the budget when the voucher is over.
                SharingBudgets(voucher, known, lanes);
                break;
            case ApproveClaim:
                // Only a cap asks how much the home fund owes already.
                foreach (var home in voucher.Funds)
                {
                    lanes.Add(known.Fund(home).DueLane, isShared: !known.Fund(home).HasCap);
                }
                break;
            case ClawBackClaim:
                // Gives back to the home budget, and makes the host owe more.
                SharingBudgets(voucher, known, lanes);
                foreach (var provider in order.Providers)
                {
                    foreach (var host in known.Provider(provider).Funds)
                    {
                        lanes.Sharing(known.Fund(host).DueLane);
                    }
                }
                break;
        }
    }

    private static void OfPayout(PayoutCommand command, KnownThings known, Set lanes)
    {
        var order = known.Order(command.Order);
        lanes.Alone(order.Lane);
        foreach (var voucher in order.Vouchers)
        {
            foreach (var home in known.Voucher(voucher).Funds)
            {
                // Home pays on routes R1 and R2, the provider's host on R3.
                var rules = known.Fund(home);
                if (rules.PaysItself)
                {
                    OfPayer(command, order, rules, lanes);
                }
                if (rules.IsAdvanced)
                {
                    OfHosts(command, order, known, lanes);
                }
            }
        }
    }

    private static void OfHosts(PayoutCommand command, KnownOrder order, KnownThings known, Set lanes)
    {
        foreach (var provider in order.Providers)
        {
            foreach (var host in known.Provider(provider).Funds)
            {
                OfPayer(command, order, known.Fund(host), lanes);
            }
        }
    }

    private static void OfPayer(PayoutCommand command, KnownOrder order, KnownFund payer, Set lanes)
    {
        switch (command)
        {
            case InstructPayout:
                lanes.Drawing(payer.CashLane, new(payer.Book, CashAccounts, 1, order.AtMost));
                break;
            case FailPayout or ReceiveRecovery:
                lanes.Sharing(payer.CashLane);
                break;
                // A confirmation takes as much from cash as from what is in transit: what may be paid stays the same.
        }
    }

    private static void SharingBudgets(KnownVoucher voucher, KnownThings known, Set lanes)
    {
        foreach (var fund in voucher.Funds)
        {
            lanes.Sharing(known.Fund(fund).BudgetLane);
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
                lanes.Sharing(KnownThings.EnterpriseLane(c.Buyer));
                lanes.Alone(known.Offer(c.Offer).Titles, Title);
                lanes.Alone(Drafts(c.BuyerMarket));
                break;
            case DraftContract c:
                lanes.Alone(Drafts(c.BuyerMarket));
                lanes.Sharing(KnownThings.EnterpriseLane(c.Seller));
                lanes.Sharing(KnownThings.EnterpriseLane(c.Buyer));
                foreach (var owner in c.Owners ?? [])
                {
                    lanes.Sharing(KnownThings.EnterpriseLane(owner.Party));
                }
                if (c.Title is not null)
                {
                    lanes.Sharing(Title(c.Title));
                }
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
        var voucher = known.Voucher(id);
        lanes.Alone(voucher.Lane);
        lanes.Alone(voucher.EnterpriseLanes);
        return voucher;
    }

    private static string MarketCash(string market) => "cash:" + Books.Market(market);
    private static string Title(string id) => "title:" + id;
    private static string Cycle(string id) => "cycle:" + id;
    private static string Registration(string number) => "registration:" + number;

    /// <summary>A market's compensation fund pays for contracts in the order in which they were drafted.</summary>
    private static string Drafts(string buyerMarket) => "drafts:" + Books.Market(buyerMarket);

    /// <summary>Lanes by name; who needs one alone and shared needs it alone, who draws and shares draws.</summary>
    private readonly struct Set()
    {
        /// <summary>Most lines have no more.</summary>
        private const int UsualLanes = 6;

        private readonly List<Lane> _lanes = new(UsualLanes);

        public void Alone(string name) => Add(name, isShared: false);
        public void Sharing(string name) => Add(name, isShared: true);

        public void Alone(Names names)
        {
            foreach (var name in names)
            {
                Alone(name);
            }
        }

        public void Alone(Names things, Func<string, string> name)
        {
            foreach (var thing in things)
            {
                Alone(name(thing));
            }
        }

        public void Sharing(Names things, Func<string, string> name)
        {
            foreach (var thing in things)
            {
                Sharing(name(thing));
            }
        }

        public void Drawing(string name, Draw draw) => Add(name, isShared: false, draw);

        public void Add(string name, bool isShared, Draw? draw = null)
        {
            for (var at = 0; at < _lanes.Count; at++)
            {
                if (_lanes[at].Name == name)
                {
                    if (!isShared && (draw is null || draw != _lanes[at].Draw))
                    {
                        _lanes[at] = new(name, IsShared: false, _lanes[at].IsShared ? draw : null);
                    }
                    return;
                }
            }
            _lanes.Add(new(name, isShared, draw));
        }

        public List<Lane> ToList() => _lanes;
    }
}
