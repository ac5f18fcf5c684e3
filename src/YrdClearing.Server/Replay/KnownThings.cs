using System.Runtime.InteropServices;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Server.Replay;

/// <summary>What a voucher may be: the enterprises and funds (region codes) that lines or the data name for its id.</summary>
internal sealed class KnownVoucher(string id)
{
    /// <summary>Its lane's name, made once: every line of the voucher has it.</summary>
    public string Lane { get; } = "voucher:" + id;

    /// <summary>Lanes of its enterprises.</summary>
    public Names EnterpriseLanes { get; } = new();

    public Names Funds { get; } = new();

    /// <summary>The largest face amount that was said.</summary>
    public Money AtMost { get; private set; }

    /// <summary>Whether the data have been asked for it.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Its question to the data while that is under way; null when none was asked ahead, or it is answered.</summary>
    public Task<IReadOnlyList<StoredRow>>? Ahead { get; set; }

    public void Learn(string enterprise, string fund, Money amount)
    {
        EnterpriseLanes.Add(KnownThings.EnterpriseLane(enterprise));
        Funds.Add(fund);
        AtMost = Money.Max(AtMost, amount);
    }
}

/// <summary>What an order may be: vouchers, providers and invoices that lines or the data name for its id.</summary>
internal sealed class KnownOrder(string id)
{
    /// <inheritdoc cref="KnownVoucher.Lane"/>
    public string Lane { get; } = "order:" + id;

    public Names Vouchers { get; } = new();
    public Names Providers { get; } = new();

    /// <summary>Lanes of its invoices.</summary>
    public Names InvoiceLanes { get; } = new();

    /// <summary>The largest price that was said: no subsidy is above it.</summary>
    public Money AtMost { get; private set; }

    /// <summary>Whether the data have been asked for it.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Its question to the data while that is under way; null when none was asked ahead, or it is answered.</summary>
    public Task<IReadOnlyList<StoredKey>>? Ahead { get; set; }

    public void Learn(string voucher, string provider, Money price)
    {
        Vouchers.Add(voucher);
        Providers.Add(provider);
        AtMost = Money.Max(AtMost, price);
    }
}

/// <summary>The funds a provider may be hosted by.</summary>
internal sealed class KnownProvider(string uscc)
{
    /// <inheritdoc cref="KnownVoucher.Lane"/>
    public string Lane { get; } = "provider:" + uscc;

    public Names Funds { get; } = new();

    public bool IsAsked { get; set; }
}

/// <summary>What a contract may be: the markets (region codes) and titles that lines or the data name for its id.</summary>
internal sealed class KnownContract
{
    public Names SellerMarkets { get; } = new();
    public Names BuyerMarkets { get; } = new();
    public Names Titles { get; } = new();

    public bool IsAsked { get; set; }

    public void Learn(string sellerMarket, string buyerMarket, string? title)
    {
        SellerMarkets.Add(sellerMarket);
        BuyerMarkets.Add(buyerMarket);
        if (title is not null)
        {
            Titles.Add(title);
        }
    }
}

/// <summary>What an open licence may be: the markets (region codes) and titles that lines or the data name for its id.</summary>
internal sealed class KnownOffer
{
    public Names Markets { get; } = new();
    public Names Titles { get; } = new();

    public bool IsAsked { get; set; }

    public void Learn(string market, string title)
    {
        Markets.Add(market);
        Titles.Add(title);
    }
}

/// <summary>What any policy of a fund may say.</summary>
internal sealed class KnownFund(string region)
{
    public string Book { get; } = Books.Fund(region);
    public string BudgetLane { get; } = "budget:" + region;
    public string CashLane { get; } = KnownThings.CashLane(region);
    public string DueLane { get; } = "due:" + region;

    public bool IsAsked { get; set; }

    /// <summary>Some policy has route R1 or R2.</summary>
    public bool PaysItself { get; private set; }

    /// <summary>Some policy has route R3.</summary>
    public bool IsAdvanced { get; private set; }

    /// <summary>Some policy has a net debit cap.</summary>
    public bool HasCap { get; private set; }

    public void Learn(Policy policy)
    {
        PaysItself |= policy.Route != FundingRoute.R3;
        IsAdvanced |= policy.Route == FundingRoute.R3;
        HasCap |= policy.NetDebitCap is not null;
    }
}

/// <summary>
/// Everything that the lines so far, refused ones included, and the data say about vouchers, orders, providers, policies, contracts and
/// open licences. It is never wrong by saying too little: what it does not name does not exist before the line at hand.
/// </summary>
internal sealed class KnownThings
{
    private readonly Dictionary<string, KnownVoucher> _vouchers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownOrder> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownProvider> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownFund> _funds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownContract> _contracts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownOffer> _offers = new(StringComparer.Ordinal);

    public int Count => _vouchers.Count + _orders.Count + _providers.Count + _funds.Count + _contracts.Count + _offers.Count;

    public KnownVoucher Voucher(string id) => Of(_vouchers, id, static i => new(i));
    public KnownOrder Order(string id) => Of(_orders, id, static i => new(i));
    public KnownProvider Provider(string uscc) => Of(_providers, uscc, static i => new(i));
    public KnownFund Fund(string region) => Of(_funds, region, static i => new(i));
    public KnownContract Contract(string id) => Of(_contracts, id, static _ => new());
    public KnownOffer Offer(string id) => Of(_offers, id, static _ => new());

    public static string EnterpriseLane(string uscc) => "enterprise:" + uscc;
    public static string InvoiceLane(string number) => InvoiceKey.Of(number);
    public static string CashLane(string fund) => "cash:" + fund;

    /// <summary>Takes in what a line says, whatever becomes of it.</summary>
    public void Learn(Command command, Actor actor)
    {
        switch (command)
        {
            case ApplyVoucher c:
                Voucher(c.Voucher).Learn(c.Enterprise, c.Fund, c.Amount);
                break;
            case PlaceOrder c:
                Order(c.Order).Learn(c.Voucher, c.Provider, c.Price);
                break;
            case DeliverOrder c:
                Order(c.Order).InvoiceLanes.Add(InvoiceLane(c.Invoice));
                break;
            case ApplyProvider c:
                Provider(c.Provider).Funds.Add(c.Fund);
                break;
            case DraftContract c:
                // The seller's market is whoever drafts.
                Contract(c.Contract).Learn(actor.Key, c.BuyerMarket, c.Title);
                break;
            case OfferLicence c:
                Offer(c.Offer).Learn(actor.Key, c.Title);
                break;
            case AcceptLicence c:
                foreach (var market in Offer(c.Offer).Markets)
                {
                    foreach (var title in Offer(c.Offer).Titles)
                    {
                        Contract(c.Contract).Learn(market, c.BuyerMarket, title);
                    }
                }
                break;
            case PublishPolicy c:
                Fund(c.Fund).Learn(c.Policy);
                break;
        }
    }

    /// <summary>Forgets everything: only when no line is under way and the data are asked from now on.</summary>
    public void Clear()
    {
        _vouchers.Clear();
        _orders.Clear();
        _providers.Clear();
        _funds.Clear();
        _contracts.Clear();
        _offers.Clear();
    }

    private static T Of<T>(Dictionary<string, T> things, string id, Func<string, T> create)
    {
        ref var thing = ref CollectionsMarshal.GetValueRefOrAddDefault(things, id, out var isThere);
        return isThere ? thing! : thing = create(id);
    }
}
