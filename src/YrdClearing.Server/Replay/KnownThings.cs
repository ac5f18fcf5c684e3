using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Server.Replay;

/// <summary>What a voucher may be: the enterprises and funds (region codes) that lines or the data name for its id.</summary>
internal sealed class KnownVoucher
{
    public SortedSet<string> Enterprises { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Funds { get; } = new(StringComparer.Ordinal);

    /// <summary>The largest face amount that was said.</summary>
    public Money AtMost { get; private set; }

    public void Learn(string enterprise, string fund, Money amount)
    {
        Enterprises.Add(enterprise);
        Funds.Add(fund);
        AtMost = Money.Max(AtMost, amount);
    }
}

/// <summary>What an order may be: vouchers, providers and invoices that lines or the data name for its id.</summary>
internal sealed class KnownOrder
{
    public SortedSet<string> Vouchers { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Providers { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Invoices { get; } = new(StringComparer.Ordinal);

    /// <summary>The largest price that was said: no subsidy is above it.</summary>
    public Money AtMost { get; private set; }

    public void Learn(string voucher, string provider, Money price)
    {
        Vouchers.Add(voucher);
        Providers.Add(provider);
        AtMost = Money.Max(AtMost, price);
    }
}

/// <summary>The funds a provider may be hosted by.</summary>
internal sealed class KnownProvider
{
    public SortedSet<string> Funds { get; } = new(StringComparer.Ordinal);
}

/// <summary>What a contract may be: the markets (region codes) and titles that lines or the data name for its id.</summary>
internal sealed class KnownContract
{
    public SortedSet<string> SellerMarkets { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> BuyerMarkets { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Titles { get; } = new(StringComparer.Ordinal);

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
    public SortedSet<string> Markets { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Titles { get; } = new(StringComparer.Ordinal);

    public void Learn(string market, string title)
    {
        Markets.Add(market);
        Titles.Add(title);
    }
}

/// <summary>What any policy of a fund may say.</summary>
internal sealed class KnownFund
{
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

    public KnownVoucher Voucher(string id) => Of(_vouchers, id);
    public KnownOrder Order(string id) => Of(_orders, id);
    public KnownProvider Provider(string uscc) => Of(_providers, uscc);
    public KnownFund Fund(string region) => Of(_funds, region);
    public KnownContract Contract(string id) => Of(_contracts, id);
    public KnownOffer Offer(string id) => Of(_offers, id);

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
                Order(c.Order).Invoices.Add(c.Invoice);
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

    private static T Of<T>(Dictionary<string, T> things, string id) where T : new()
    {
        if (!things.TryGetValue(id, out var thing))
        {
            things[id] = thing = new();
        }
        return thing;
    }
}
