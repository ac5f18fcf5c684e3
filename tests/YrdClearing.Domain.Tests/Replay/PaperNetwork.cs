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

namespace YrdClearing.Domain.Tests.Replay;

/// <summary>
/// The whole network on paper: every slice of the domain with books, keys and rows in memory, one command after the other, each with all
/// its messages. What is kept of an aggregate is its rows as they are stored; events and messages pass through their stored form.
/// </summary>
internal sealed class PaperNetwork
{
    private readonly PaperBook _network = new();
    private readonly Dictionary<string, byte[]> _commands = [];
    private readonly Dictionary<string, string> _keys = [];
    private readonly Dictionary<string, List<StateRow>> _rows = [];
    private readonly Queue<(Cause Cause, CommandContext Context, Message Message)> _messages = [];

    public SortedDictionary<string, PaperBook> Ledgers { get; } = new(StringComparer.Ordinal);

    /// <summary>Every event, in the order of the entries.</summary>
    public List<DomainEvent> Events { get; } = [];

    public IEnumerable<string> Vouchers => Ids("voucher:");

    public IEnumerable<string> Cycles => Ids("cycle:");

    public IEnumerable<string> Contracts => Ids("contract:");

    public IEnumerable<string> Titles => Ids("title:");

    /// <summary>Rows of every aggregate, as stored.</summary>
    public IEnumerable<StateRow> Rows => _rows.Values.SelectMany(r => r);

    public VoucherState? Voucher(string id) => Load(VoucherState.IdOf(id), VoucherRows.Read);

    public PayoutState? Payout(string order) => Load(PayoutState.IdOf(order), PayoutRows.Read);

    public ContractState? Contract(string id) => Load(ContractState.IdOf(id), ContractRows.Read);

    public TitleState? Title(string id) => Load(TitleState.IdOf(id), TitleRows.Read);

    public IEnumerable<string> Listings => Ids("listing:");

    public IEnumerable<string> Bids => Ids("bid:");

    public OpenLicenceState? OpenLicence(string id) => Load(OpenLicenceState.IdOf(id), OpenLicenceRows.Read);

    public ListingState? Listing(string id) => Load(ListingState.IdOf(id), ListingRows.Read);

    /// <summary>By its whole id, <c>bid:LISTING/BIDDER</c>.</summary>
    public BidState? Bid(string id) => Load(id, BidRows.Read);

    public CycleState? Cycle(string id) => CycleRows.Read(RowsOf(CycleState.AggregateOf(id)));

    public bool IsTaken(string key) => _keys.ContainsKey(key);

    /// <summary>The outcome, <c>ok</c> or a code; all effects have come when it returns.</summary>
    public string Execute(Envelope envelope)
    {
        if (_commands.TryGetValue(envelope.Id, out var body))
        {
            return body.AsSpan().SequenceEqual(envelope.Body) ? "ok" : RejectionCode.CommandIdReused.Wire();
        }
        var outcome = Execute(envelope.Command, envelope.Context);
        if (outcome == "ok")
        {
            _commands.Add(envelope.Id, envelope.Body);
        }
        return outcome;
    }

    /// <summary>The outcome of a command sent once.</summary>
    public string Execute(Command command, CommandContext context)
    {
        var code = Route(command, context);
        while (_messages.TryDequeue(out var next))
        {
            var message = (Command)StoredTypes.Read(StoredTypes.NameOf(next.Message.Command), StoredTypes.Store(next.Message.Command));
            Route(message, next.Context with { Cause = next.Cause }).ShouldBeNull("messages are never refused");
        }
        return code?.Wire() ?? "ok";
    }

    /// <summary>Balances other than zero.</summary>
    public SortedDictionary<string, SortedDictionary<string, string>> Balances() => new(
        Ledgers.ToDictionary(
            b => b.Key,
            b => new SortedDictionary<string, string>(
                b.Value.Balances.Where(a => a.Value != 0).ToDictionary(a => a.Key, a => new Money(a.Value).ToString()),
                StringComparer.Ordinal)),
        StringComparer.Ordinal);

    private RejectionCode? Route(Command command, CommandContext context) => command switch
    {
        OpenFund c => Step<FundOpeningState>(
            Books.Network, FundOpeningState.IdOf(c.Fund), context, FundOpeningRows.Read,
            s => FundOpeningDecider.Decide(s, context, c, new()), FundOpeningState.Evolve, FundOpeningRows.Changed),
        FundCommand c => Step<FundState>(
            Books.Fund(c.Fund), FundState.IdOf(c.Fund), context, FundRows.Read,
            s => FundDecider.Decide(s, context, c, new()), FundState.Evolve, FundRows.Changed),
        EnterpriseCommand c => Step<EnterpriseState>(
            Books.Network, EnterpriseState.IdOf(c.Enterprise), context, EnterpriseRows.Read,
            s => EnterpriseDecider.Decide(s, context, c, new(Given.Hash)), EnterpriseState.Evolve, EnterpriseRows.Changed),
        IntegrityCommand c => Step<IntegrityState>(
            Books.Network, IntegrityState.IdOf(c.Party), context, IntegrityRows.Read,
            s => IntegrityDecider.Decide(s, context, c, new(IsRegistered(c.Party), IsFund(context.Actor))),
            IntegrityState.Evolve, IntegrityRows.Changed),
        ProviderCommand c => Step<ProviderState>(
            Books.Network, ProviderState.IdOf(c.Provider), context, ProviderRows.Read,
            s => ProviderDecider.Decide(
                s, context, c, new(Given.Hash, c is ApplyProvider apply && Fund(apply.Fund) is not null, IsFund(context.Actor))),
            ProviderState.Evolve, ProviderRows.Changed),
        NamedVoucherCommand c => ToVoucher(c.Voucher, c, context),
        OrderCommand c => ToVoucher(Order(c.Order)?.Voucher ?? "", c, context),
        OpenMarket c => Step<MarketOpeningState>(
            Books.Network, MarketOpeningState.IdOf(c.Market), context, MarketOpeningRows.Read,
            s => MarketOpeningDecider.Decide(s, context, c, new()), MarketOpeningState.Evolve, MarketOpeningRows.Changed),
        MarketCommand c => Step<MarketState>(
            Books.Market(c.Market), MarketState.IdOf(c.Market), context, MarketRows.Read,
            s => MarketDecider.Decide(s, context, c, new()), MarketState.Evolve, MarketRows.Changed),
        TitleCommand c => Step<TitleState>(
            Books.Network, TitleState.IdOf(c.Title), context, TitleRows.Read,
            s => TitleDecider.Decide(
                s, context, c,
                c is RegisterTitle r ? new(Enterprise(r.Holder) is not null, Market(context.Actor) is not null) : TitleFacts.None),
            TitleState.Evolve, TitleRows.Changed),
        RegistrationCommand c => Step<RegistrationState>(
            Books.Network, RegistrationState.IdOf(c.Number), context, RegistrationRows.Read,
            s => RegistrationDecider.Decide(s, context, c, new(Market(context.Actor) is not null)),
            RegistrationState.Evolve, RegistrationRows.Changed),
        ContractCommand c => ToContract(c.Contract, c, context),
        OpenLicenceCommand c => Step<OpenLicenceState>(
            Books.Network, OpenLicenceState.IdOf(c.Offer), context, OpenLicenceRows.Read,
            s => OpenLicenceDecider.Decide(
                s, context, c,
                c is OfferLicence o
                    ? new(Market(context.Actor)?.Terms, Enterprise(o.Seller) is not null, Title(o.Title))
                    : OpenLicenceFacts.None),
            OpenLicenceState.Evolve, OpenLicenceRows.Changed),
        ListingCommand c => Step<ListingState>(
            Books.Network, ListingState.IdOf(c.Listing), context, ListingRows.Read,
            s => ListingDecider.Decide(s, context, c, Facts(context, c)), ListingState.Evolve, ListingRows.Changed),
        BidCommand c => ToBid(BidState.IdOf(c.Listing, c.Bidder), c, context),
        PayoutCommand c when PayoutIds.IsBidRefund(c.Order) => ToBid(c.Order, c, context),
        PayoutCommand c when PayoutIds.IsBuyerRefund(c.Order) => ToContract(PayoutIds.ContractOf(c.Order)!, c, context),
        PayoutCommand c => Step<PayoutState>(
            PayingBook(c.Order) ?? Books.Network, PayoutState.IdOf(c.Order), context, PayoutRows.Read,
            s => PayoutDecider.Decide(s, context, c, new(PayingBook(c.Order))), PayoutState.Evolve, PayoutRows.Changed),
        CycleCommand c => Step<CycleState>(
            Books.Network, CycleState.AggregateOf(c.Cycle), context, rows => CycleRows.Read(rows)!,
            s => CycleDecider.Decide(s, context, c, new([.. Ledgers.Keys])), CycleState.Evolve, CycleRows.Changed),
        ClearingCommand c => Step<ClearingState>(
            c.Book, ClearingState.AggregateOf(c.Book), context, rows => ClearingRows.Read(rows)!,
            s => ClearingDecider.Decide(s, context, c, Sum(ClearingFacts.RangeOf(s, context, c))),
            ClearingState.Evolve, ClearingRows.Changed),
        RunDeadlines c => Step<DeadlinesState>(
            Books.Network, DeadlinesState.IdOf(Books.Network), context, DeadlinesRows.Read,
            s => DeadlinesDecider.Decide(s, context, c, new([.. Ledgers.Keys], 0, 0, 0)),
            DeadlinesState.Evolve, DeadlinesRows.Changed),
        RunBookDeadlines c => RunDeadlines(c, context),
        _ => throw new InvalidOperationException($"{command.GetType().Name} goes nowhere."),
    };

    private RejectionCode? ToVoucher(string voucher, VoucherCommand command, CommandContext context)
    {
        var state = Voucher(voucher);
        var home = state?.HomeBook ?? (command is ApplyVoucher a ? Books.Fund(a.Fund) : Books.Network);
        return Step<VoucherState>(
            home, VoucherState.IdOf(voucher), context, VoucherRows.Read,
            s => VoucherDecider.Decide(s, context, command, Facts(s, context, command)),
            VoucherState.Evolve, VoucherRows.Changed);
    }

    private RejectionCode? ToContract(string contract, Command command, CommandContext context)
    {
        var home = Contract(contract)?.HomeBook ?? command switch
        {
            DraftContract c => Books.Market(c.BuyerMarket),
            AcceptLicence c => Books.Market(c.BuyerMarket),
            _ => Books.Network,
        };
        return Step<ContractState>(
            home, ContractState.IdOf(contract), context, ContractRows.Read,
            s => ContractDecider.Decide(s, context, command, Facts(s, context, command)),
            ContractState.Evolve, ContractRows.Changed);
    }

    private RejectionCode? ToBid(string id, Command command, CommandContext context)
    {
        var home = Bid(id)?.HomeBook ?? (command is DepositBid d ? Books.Market(d.Market) : Books.Network);
        var facts = command is DepositBid c
            ? new(Listing(c.Listing), Enterprise(c.Bidder) is not null, Market(c.Market) is not null)
            : BidFacts.None;
        return Step<BidState>(
            home, id, context, BidRows.Read, s => BidDecider.Decide(s, context, command, facts), BidState.Evolve, BidRows.Changed);
    }

    private ListingFacts Facts(CommandContext context, ListingCommand command) => command switch
    {
        OpenListing c => new()
        {
            ActorMarketOpened = Market(context.Actor) is not null,
            SellerRegistered = Enterprise(c.Seller) is not null,
            Title = Title(c.Title),
        },
        DealListing c => new() { Contract = Contract(c.Contract) },
        _ => ListingFacts.None,
    };

    private ContractFacts Facts(ContractState? state, CommandContext context, Command command)
    {
        if (command is AcceptLicence accept)
        {
            var offer = OpenLicence(accept.Offer);
            return new()
            {
                BuyerMarketOpened = Market(accept.BuyerMarket) is not null,
                BuyerRegistered = Enterprise(accept.Buyer) is not null,
                Offer = offer,
                Title = offer is null ? null : Title(offer.Title),
            };
        }
        var title = ContractFacts.TitleOf(state, command) is { } id ? Title(id) : null;
        return command is not DraftContract draft ? new() { Title = title } : new()
        {
            SellerMarket = Market(context.Actor)?.Terms,
            BuyerMarketOpened = Market(draft.BuyerMarket) is not null,
            SellerRegistered = Enterprise(draft.Seller) is not null,
            BuyerRegistered = Enterprise(draft.Buyer) is not null,
            OwnersRegistered = draft.Owners?.All(o => Enterprise(o.Party) is not null) ?? true,
            Title = title,
        };
    }

    private VoucherFacts Facts(VoucherState? state, CommandContext context, VoucherCommand command)
    {
        var needs = VoucherFacts.Needs(command);
        var (fund, enterprise, provider) = VoucherFacts.SubjectsOf(state, command);
        return new()
        {
            FundOpened = needs.HasFlag(VoucherFactKinds.Fund) && fund is not null && Fund(fund) is not null,
            Enterprise = needs.HasFlag(VoucherFactKinds.Enterprise) && enterprise is not null ? Enterprise(enterprise) : null,
            EnterpriseListed = needs.HasFlag(VoucherFactKinds.Enterprise) && enterprise is not null && IsListed(enterprise),
            Provider = needs.HasFlag(VoucherFactKinds.Provider) && provider is not null ? Provider(provider) : null,
            ProviderListed = needs.HasFlag(VoucherFactKinds.Provider) && provider is not null && IsListed(provider),
            Policy = needs.HasFlag(VoucherFactKinds.Policy) && fund is not null ? Fund(fund)?.PolicyFor(context.At.Day) : null,
        };
    }

    /// <summary>
    /// As the book's run does: what the due column finds, vouchers first, then orders; or contracts, each until it is done.
    /// </summary>
    private RejectionCode? RunDeadlines(RunBookDeadlines c, CommandContext context)
    {
        var today = context.At.Day;
        List<StateRow> Due(string kind) => [.. Rows
            .Where(r => r.Kind == kind && r.Due < today && r.Fund == Books.Region(c.Book))
            .OrderBy(r => r.Id, StringComparer.Ordinal)];
        if (Books.IsMarket(c.Book))
        {
            var accepted = Due("contract")
                .Sum(r => Enumerable.Repeat(r.Id["contract:".Length..], int.MaxValue)
                    .TakeWhile(id => Route(new AcceptDueMilestone(id), context) is null).Count());
            return Ran(new([], 0, 0, accepted));
        }
        var vouchers = Due("voucher");
        vouchers.ForEach(r => Route(new ExpireVoucher(r.Id["voucher:".Length..]), context).ShouldBeNull());
        var orders = Due("order");
        orders.ForEach(r => Route(new LapseOrder(r.Id["order:".Length..]), context).ShouldBeNull());
        return Ran(new([], vouchers.Count, orders.Count, 0));

        RejectionCode? Ran(DeadlinesFacts facts) => Step<DeadlinesState>(
            c.Book, DeadlinesState.IdOf(c.Book), context, DeadlinesRows.Read,
            s => DeadlinesDecider.Decide(s, context, c, facts), DeadlinesState.Evolve, DeadlinesRows.Changed);
    }

    /// <summary>Decides, checks keys and guards as a commit does, and takes over rows and messages.</summary>
    private RejectionCode? Step<TState>(
        string book, string aggregate, CommandContext context, Func<IReadOnlyList<StateRow>, TState> read, Func<TState?, Decision> decide,
        Func<TState?, DomainEvent, TState> evolve, Func<TState?, TState, IReadOnlyList<StateRow>> changed)
        where TState : class
    {
        var before = Load(aggregate, read);
        var decision = decide(before);
        var taken = decision.Claims.Where(k => _keys.ContainsKey(k.Key)).Select(k => (RejectionCode?)k.Code).Min();
        if (decision.Rejection?.Code is { } code)
        {
            return taken < code ? taken : code;
        }
        if (taken is not null)
        {
            return taken;
        }
        var (seq, refused) = BookOf(book).Append(decision, context.Cause);
        if (refused is not null)
        {
            return refused;
        }
        var @event = (DomainEvent)StoredTypes.Read(StoredTypes.NameOf(decision.Event!), StoredTypes.Store(decision.Event!));
        Events.Add(@event);
        Write(aggregate, changed(before, evolve(before, @event)));
        decision.Frees.ToList().ForEach(k => _keys.Remove(k).ShouldBeTrue($"{k} was not taken"));
        decision.Claims.ToList().ForEach(k => _keys.Add(k.Key, k.Value));
        decision.Messages.ToList().ForEach(m => _messages.Enqueue((new(book, seq), context with { Cause = null }, m)));
        return null;
    }

    private void Write(string aggregate, IReadOnlyList<StateRow> changed)
    {
        var rows = RowsOf(aggregate);
        foreach (var row in changed)
        {
            (row.Parent ?? row.Id).ShouldBe(aggregate);
            var at = rows.FindIndex(r => r.Id == row.Id);
            if (at < 0)
            {
                rows.Add(row);
            }
            else
            {
                rows[at] = row;
            }
        }
        _rows[aggregate] = rows;
    }

    private ClearingFacts Sum(ObligationRange? range) =>
        range is null ? ClearingFacts.None : new(BookOf(range.Book).Sum(range.MirrorOf, range.FromSeq, range.ToSeq));

    private PaperBook BookOf(string book) => book == Books.Network
        ? _network
        : Ledgers.TryGetValue(book, out var found) ? found : Ledgers[book] = new();

    private OrderKey? Order(string order) => _keys.TryGetValue(OrderKey.Of(order), out var value) ? OrderKey.Parse(value) : null;

    /// <summary>Of an order as its key says, of a milestone its contract's seller's market's; null when there is no such thing.</summary>
    private string? PayingBook(string payout) => PayoutIds.ContractOf(payout) is not { } contract
        ? Order(payout)?.PayingBook
        : Contract(contract) is { } found && found.Pays(payout) ? found.SellerBook : null;

    private MarketOpeningState? Market(string region) => Load(MarketOpeningState.IdOf(region), MarketOpeningRows.Read);

    private MarketOpeningState? Market(Actor actor) => actor.Kind == ActorKind.Market ? Market(actor.Key) : null;

    private FundState? Fund(string region) => Load(FundState.IdOf(region), FundRows.Read);

    private EnterpriseState? Enterprise(string uscc) => Load(EnterpriseState.IdOf(uscc), EnterpriseRows.Read);

    private ProviderState? Provider(string uscc) => Load(ProviderState.IdOf(uscc), ProviderRows.Read);

    private bool IsListed(string uscc) => Load(IntegrityState.IdOf(uscc), IntegrityRows.Read)?.IsListed == true;

    private bool IsFund(Actor actor) => actor.Kind == ActorKind.Fund && Fund(actor.Key) is not null;

    private bool IsRegistered(string party) => Enterprise(party) is not null || Provider(party) is not null;

    private IEnumerable<string> Ids(string prefix) =>
        _rows.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..]);

    private TState? Load<TState>(string aggregate, Func<IReadOnlyList<StateRow>, TState> read)
        where TState : class => RowsOf(aggregate) is { Count: > 0 } rows ? read(rows) : null;

    private List<StateRow> RowsOf(string aggregate) => _rows.TryGetValue(aggregate, out var rows) ? rows : [];
}
