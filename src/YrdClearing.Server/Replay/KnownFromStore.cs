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

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<IReadOnlyList<StoredRow>>> _vouchersAhead = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<IReadOnlyList<StoredKey>>> _ordersAhead = new(StringComparer.Ordinal);
    private bool _isEmpty = isEmpty;

    public bool IsFull => known.Count + _asked.Count > MaxThings;

    /// <summary>Forgets everything; only when every line so far is over, and so in the data.</summary>
    public void Forget()
    {
        known.Clear();
        _asked.Clear();
        _vouchersAhead.Clear();
        _ordersAhead.Clear();
        _isEmpty = false;
    }

    /// <summary>
    /// Begins to ask what <see cref="CompleteAsync"/> will ask for this command, which comes some lines later: what those lines make is
    /// learnt from them.
    /// </summary>
    public void LookAhead(Command? command)
    {
        if (_isEmpty)
        {
            return;
        }
        switch (command)
        {
            case NamedVoucherCommand c when !_asked.Contains("voucher:" + c.Voucher) && !_vouchersAhead.ContainsKey(c.Voucher):
                _vouchersAhead.Add(c.Voucher, store.LoadAsync(VoucherState.IdOf(c.Voucher), CancellationToken.None));
                break;
            case OrderCommand c when !_asked.Contains("order:" + c.Order) && !_ordersAhead.ContainsKey(c.Order):
                _ordersAhead.Add(c.Order, store.FindKeysAsync([OrderKey.Of(c.Order)], CancellationToken.None));
                break;
        }
    }

    /// <summary>Asks for everything that the lanes of this command need.</summary>
    public async ValueTask CompleteAsync(Command command, CancellationToken cancellation)
    {
        if (_isEmpty)
        {
            return;
        }
        switch (command)
        {
            case NamedVoucherCommand c:
                await VoucherAsync(c.Voucher, cancellation);
                break;
            case OrderCommand c:
                await OrderAsync(c.Order, cancellation);
                break;
            case AcceptLicence c:
                await ContractAsync(c.Contract, cancellation);
                await OfferAsync(c.Offer, cancellation);
                break;
            case ContractCommand c:
                await ContractAsync(c.Contract, cancellation);
                break;
            case PayoutCommand c when PayoutIds.ContractOf(c.Order) is { } contract:
                await ContractAsync(contract, cancellation);
                break;
            case PayoutCommand c:
                await OrderAsync(c.Order, cancellation);
                break;
        }
    }

    private async Task OrderAsync(string id, CancellationToken cancellation)
    {
        var order = known.Order(id);
        if (_asked.Add("order:" + id))
        {
            var asked = _ordersAhead.Remove(id, out var ahead) ? ahead : store.FindKeysAsync([OrderKey.Of(id)], cancellation);
            if (await asked is [var key])
            {
                order.Vouchers.Add(OrderKey.Parse(key.Value).Voucher);
            }
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

    private async Task ContractAsync(string id, CancellationToken cancellation)
    {
        if (_asked.Add("contract:" + id) && await store.FindKeysAsync([ContractKey.Of(id)], cancellation) is [var stored])
        {
            var key = ContractKey.Parse(stored.Value);
            known.Contract(id).Learn(Books.Region(key.SellerBook), Books.Region(key.HomeBook), key.Title);
        }
    }

    private async Task OfferAsync(string id, CancellationToken cancellation)
    {
        if (_asked.Add("offer:" + id) && await store.LoadAsync(OpenLicenceState.IdOf(id), cancellation) is { Count: > 0 } rows)
        {
            var offer = OpenLicenceRows.Read([rows[0].Row]);
            known.Offer(id).Learn(offer.Market, offer.Title);
        }
    }

    private async Task VoucherAsync(string id, CancellationToken cancellation)
    {
        if (!_asked.Add("voucher:" + id))
        {
            return;
        }
        var rows = await (_vouchersAhead.Remove(id, out var ahead) ? ahead : store.LoadAsync(VoucherState.IdOf(id), cancellation));
        if (rows.Count == 0)
        {
            return;
        }
        var voucher = VoucherRows.Read([.. rows.Select(r => r.Row)]);
        known.Voucher(id).Learn(voucher.Enterprise, voucher.Fund, voucher.Amount);
        foreach (var placed in voucher.Orders)
        {
            var order = known.Order(placed.Id);
            order.Learn(id, placed.Provider, placed.Price);
            if (placed.Invoice is not null)
            {
                order.Invoices.Add(placed.Invoice);
            }
        }
    }

    private async Task ProviderAsync(string uscc, CancellationToken cancellation)
    {
        if (_asked.Add("provider:" + uscc) && await store.LoadAsync(ProviderState.IdOf(uscc), cancellation) is { Count: > 0 } rows)
        {
            known.Provider(uscc).Funds.Add(ProviderRows.Read([rows[0].Row]).Fund);
        }
    }

    private async Task FundAsync(string region, CancellationToken cancellation)
    {
        if (_asked.Add("fund:" + region) && await store.LoadAsync(FundState.IdOf(region), cancellation) is { Count: > 0 } rows)
        {
            foreach (var policy in FundRows.Read([.. rows.Select(r => r.Row)]).Policies)
            {
                known.Fund(region).Learn(policy);
            }
        }
    }
}
