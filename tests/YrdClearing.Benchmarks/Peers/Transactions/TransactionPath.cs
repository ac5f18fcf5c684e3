using System.Collections.Concurrent;
using Orleans.Transactions;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Benchmarks.Peers.Transactions;

/// <summary>
/// Peer (c): the same commands as Orleans transactions over a voucher grain and the account grains it posts to. A transaction that is
/// aborted (a lock that was not got in time) is sent again, as its users must; only those that commit count. How many run at once is
/// limited, since hot accounts otherwise abort nearly all; the limit is tuned like the pools of the other peers.
/// </summary>
internal sealed class TransactionPath : IClearingPath
{
    private readonly IGrainFactory _grains;

    /// <summary>The order's voucher, host and provider; ours finds them by a key, the peer by memory.</summary>
    private readonly ConcurrentDictionary<string, Route> _orders;
    private readonly ConcurrentDictionary<string, ApplyVoucher> _vouchers;
    private readonly SemaphoreSlim _gate;
    private long _aborted;

    public TransactionPath(IGrainFactory grains, int atOnce)
        : this(grains, atOnce, new(), new())
    {
    }

    private TransactionPath(
        IGrainFactory grains, int atOnce, ConcurrentDictionary<string, Route> orders, ConcurrentDictionary<string, ApplyVoucher> vouchers)
    {
        _grains = grains;
        _gate = new(atOnce);
        _orders = orders;
        _vouchers = vouchers;
    }

    /// <summary>Transactions that were aborted and sent again.</summary>
    public long Aborted => Interlocked.Read(ref _aborted);

    /// <summary>The same with another limit.</summary>
    public TransactionPath With(int atOnce) => new(_grains, atOnce, _orders, _vouchers);

    public async ValueTask<Task> SendAsync(ReadOnlyMemory<byte> command)
    {
        var call = PeerCall.Read(command);
        var (voucher, transaction) = Transaction(call);
        await _gate.WaitAsync();
        try
        {
            while (!await TryAsync(voucher, transaction))
            {
                Interlocked.Increment(ref _aborted);
            }
        }
        finally
        {
            _gate.Release();
        }
        return Task.CompletedTask;
    }

    private async Task<bool> TryAsync(string voucher, TransactionCommand command)
    {
        try
        {
            await _grains.GetGrain<ITransactionVoucherGrain>("voucher:" + voucher).Execute(command);
            return true;
        }
        catch (Exception e) when (e is OrleansTransactionException or TimeoutException)
        {
            return false;
        }
    }

    private (string Voucher, TransactionCommand Command) Transaction(PeerCall call)
    {
        switch (call.Command)
        {
            case ApplyVoucher c:
                _vouchers[c.Voucher] = c;
                return (c.Voucher, Command(call, new(c.Voucher, c.Fund, c.Enterprise, "", ""), c.Amount.Fen));
            case ApproveVoucher c:
                return (c.Voucher, Command(call, RouteOf(c.Voucher)));
            case PlaceOrder c:
                var host = LoadNetwork.Funds.First(f => c.Provider[2..4] == f[..2]);
                _orders[c.Order] = RouteOf(c.Voucher) with { Host = host, Provider = c.Provider };
                return (c.Voucher, Command(call, _orders[c.Order], c.Price.Fen));
            case SubmitClaim c:
                // Its invoice came with the delivery; the number is as good.
                return (_orders[c.Order].Voucher, Command(call, _orders[c.Order], invoice: c.Order));
            case OrderCommand c:
                return (_orders[c.Order].Voucher, Command(call, _orders[c.Order]));
            case PayoutCommand c:
                return (_orders[c.Order].Voucher, Command(call, _orders[c.Order]));
            default:
                throw new CommandRefusedException($"{call.Envelope.Do} is no command of the load.");
        }
    }

    private Route RouteOf(string voucher)
    {
        var applied = _vouchers[voucher];
        return new(voucher, applied.Fund, applied.Enterprise, "", "");
    }

    private static TransactionCommand Command(PeerCall call, Route route, long fen = 0, string? invoice = null) => new(
        call.Id, call.At, call.Actor, call.Hash, call.Body, call.Envelope.Do, route.Fund, route.Enterprise, route.Host, route.Provider,
        invoice, fen);

    private sealed record Route(string Voucher, string Fund, string Enterprise, string Host, string Provider);
}
