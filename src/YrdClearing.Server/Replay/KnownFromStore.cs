using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Server.Replay;

/// <summary>
/// Completes <see cref="KnownThings"/> by what was in the data before the file (or before it forgot), asked once a thing.
/// </summary>
internal sealed class KnownFromStore(JournalStore store, KnownThings known, bool isEmpty)
{
    /// <summary>
    /// Beyond this many things known the run drains and starts to ask the data: memory stays bounded however long the file is.
    /// </summary>
    public const int MaxThings = 200_000;

    private readonly Dictionary<string, string> _ahead = new(StringComparer.Ordinal);
    private bool _isEmpty = isEmpty;

    public bool IsFull => known.Count > MaxThings;

    /// <summary>Forgets everything; only when every line so far is over, and so in the data.</summary>
    public void Forget()
    {
        known.Clear();
        _isEmpty = false;
    }

    /// <summary>
    /// Begins to ask what <see cref="CompleteAsync"/> will ask for this command, which comes some lines later: what those lines make is
    /// learnt from them. Orders are asked for together, by <see cref="AskAhead"/>.
    /// </summary>
    public void LookAhead(Command command)
    {
        if (_isEmpty)
        {
            return;
        }
        switch (command)
        {
            case NamedVoucherCommand c when known.Voucher(c.Voucher) is { IsAsked: false, Ahead: null } voucher:
                voucher.Ahead = store.LoadAsync(VoucherState.IdOf(c.Voucher), CancellationToken.None);
                break;
            case OrderCommand c when known.Order(c.Order) is { IsAsked: false, Ahead: null } && !_ahead.ContainsKey(c.Order):
                _ahead.Add(c.Order, OrderKey.Of(c.Order));
                break;
        }
    }

    /// <summary>Asks for the orders of the commands that were looked ahead to.</summary>
    public void AskAhead()
    {
        if (_ahead.Count == 0)
        {
            return;
        }
        var keys = store.FindKeysAsync([.. _ahead.Values], CancellationToken.None);
        foreach (var order in _ahead.Keys)
        {
            known.Order(order).Ahead = keys;
        }
        _ahead.Clear();
    }

    /// <summary>Asks for everything that the lanes of this command need.</summary>
    public ValueTask CompleteAsync(Command command, CancellationToken cancellation) => _isEmpty ? default : command switch
    {
        NamedVoucherCommand c => VoucherAsync(c.Voucher, cancellation),
        OrderCommand c        => OrderAsync(c.Order, cancellation),
        AcceptLicence c       => AcceptanceAsync(c, cancellation),
        ContractCommand c     => ContractAsync(c.Contract, cancellation),
        PayoutCommand c       => PayoutIds.ContractOf(c.Order) is { } contract
                                    ? ContractAsync(contract, cancellation)
                                    : OrderAsync(c.Order, cancellation),
        _                     => default,
    };

    private async ValueTask OrderAsync(string id, CancellationToken cancellation)
    {
        var order = known.Order(id);
        if (!order.IsAsked)
        {
            order.IsAsked = true;
            // Others may have been asked for with it.
            foreach (var key in await (order.Ahead ?? store.FindKeysAsync([OrderKey.Of(id)], cancellation)))
            {
                if (key.Key == OrderKey.Of(id))
                {
                    order.Vouchers.Add(OrderKey.Parse(key.Value).Voucher);
                }
            }
            order.Ahead = null;
        }
        foreach (var voucher in order.Vouchers)
        {
            await VoucherAsync(voucher, cancellation);
            foreach (var fund in known.Voucher(voucher).Funds)
            {
                await FundAsync(fund, cancellation);
            }
        }
        foreach (var provider in order.Providers)
        {
            await ProviderAsync(provider, cancellation);
        }
    }

    private async ValueTask AcceptanceAsync(AcceptLicence command, CancellationToken cancellation)
    {
        await ContractAsync(command.Contract, cancellation);
        await OfferAsync(command.Offer, cancellation);
    }

    private async ValueTask ContractAsync(string id, CancellationToken cancellation)
    {
        var contract = known.Contract(id);
        if (contract.IsAsked)
        {
            return;
        }
        contract.IsAsked = true;
        if (await store.FindKeysAsync([ContractKey.Of(id)], cancellation) is [var stored])
        {
            var key = ContractKey.Parse(stored.Value);
            contract.Learn(Books.Region(key.SellerBook), Books.Region(key.HomeBook), key.Title);
        }
    }

    private async ValueTask OfferAsync(string id, CancellationToken cancellation)
    {
        var offered = known.Offer(id);
        if (offered.IsAsked)
        {
            return;
        }
        offered.IsAsked = true;
        if (await store.LoadAsync(OpenLicenceState.IdOf(id), cancellation) is { Count: > 0 } rows)
        {
            var offer = OpenLicenceRows.Read([rows[0].Row]);
            offered.Learn(offer.Market, offer.Title);
        }
    }

    private ValueTask VoucherAsync(string id, CancellationToken cancellation) =>
        known.Voucher(id) is { IsAsked: false } voucher ? AskAsync(id, voucher, cancellation) : default;

    private async ValueTask AskAsync(string id, KnownVoucher asked, CancellationToken cancellation)
    {
        asked.IsAsked = true;
        var rows = await (asked.Ahead ?? store.LoadAsync(VoucherState.IdOf(id), cancellation));
        asked.Ahead = null;
        if (rows.Count == 0)
        {
            return;
        }
        var voucher = VoucherRows.Read([.. rows.Select(r => r.Row)]);
        asked.Learn(voucher.Enterprise, voucher.Fund, voucher.Amount);
        foreach (var placed in voucher.Orders)
        {
            var order = known.Order(placed.Id);
            order.Learn(id, placed.Provider, placed.Price);
            if (placed.Invoice is not null)
            {
                order.InvoiceLanes.Add(KnownThings.InvoiceLane(placed.Invoice));
            }
        }
    }

    private ValueTask ProviderAsync(string uscc, CancellationToken cancellation) =>
        known.Provider(uscc) is { IsAsked: false } provider ? AskAsync(uscc, provider, cancellation) : default;

    private async ValueTask AskAsync(string uscc, KnownProvider provider, CancellationToken cancellation)
    {
        provider.IsAsked = true;
        if (await store.LoadAsync(ProviderState.IdOf(uscc), cancellation) is { Count: > 0 } rows)
        {
            provider.Funds.Add(ProviderRows.Read([rows[0].Row]).Fund);
        }
    }

    private ValueTask FundAsync(string region, CancellationToken cancellation) =>
        known.Fund(region) is { IsAsked: false } fund ? AskAsync(region, fund, cancellation) : default;

    private async ValueTask AskAsync(string region, KnownFund fund, CancellationToken cancellation)
    {
        fund.IsAsked = true;
        if (await store.LoadAsync(FundState.IdOf(region), cancellation) is { Count: > 0 } rows)
        {
            foreach (var policy in FundRows.Read([.. rows.Select(r => r.Row)]).Policies)
            {
                fund.Learn(policy);
            }
        }
    }
}
