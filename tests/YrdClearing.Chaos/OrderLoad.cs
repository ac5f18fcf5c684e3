using System.Collections.Concurrent;
using System.Globalization;

namespace YrdClearing.Chaos;

/// <summary>
/// Enterprises that spend vouchers abroad, one after the other from the application to the payment. Each approved claim is an obligation
/// between two provinces, which some cycle has to take.
/// </summary>
internal sealed class OrderLoad(Client client)
{
    private const int OrdersPerVoucher = 10;

    private readonly ConcurrentQueue<Obligation> _obligations = [];

    /// <summary>What acknowledged approvals have made one fund owe to another.</summary>
    public IReadOnlyCollection<Obligation> Obligations => _obligations;

    public async Task RunAsync(int worker, CancellationToken stop)
    {
        var home = Network.Regions[worker % Network.Regions.Count];
        var enterprise = Network.Code(home, 100 + worker);
        await client.SendAsync(Network.Register(enterprise, home), worker);
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var voucher = $"V{worker}-{n}";
            await client.SendAsync(Network.Apply(voucher, enterprise, home, "100000.00"), worker + n);
            await client.SendAsync(Network.Approve(voucher, home), worker + n);
            for (var i = 0; i < OrdersPerVoucher && !stop.IsCancellationRequested; i++)
            {
                // Never the home province itself.
                var host = Network.Regions[(worker + 1 + (n + i) % (Network.Regions.Count - 1)) % Network.Regions.Count];
                await OrderAsync(worker + i, enterprise, voucher, $"O{worker}-{n}-{i}", home, host, cents: 2 * (100 + worker * 7 + i));
            }
        }
    }

    private async Task OrderAsync(int silo, string enterprise, string voucher, string order, string home, string host, int cents)
    {
        var price = (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        var provider = Network.Provider(host);
        await client.SendAsync(Network.Place(enterprise, voucher, order, host, price), silo);
        await ActAsync(silo + 1, $"provider:{provider}", "order.accept", order);
        await ActAsync(silo + 2, $"provider:{provider}", "order.deliver", order, $$"""
            ,"contract":"{{Invoice(order)[4..]}}","invoice":"{{Invoice(order)}}","invoiceAmount":"{{price}}"
            """);
        await ActAsync(silo, $"enterprise:{enterprise}", "order.confirm", order);
        await ActAsync(silo + 1, $"provider:{provider}", "claim.submit", order);
        await ActAsync(silo + 2, $"fund:{host}/li", "claim.review", order);
        if (await ActAsync(silo, $"fund:{home}/zhao", "claim.approve", order) is { Code: null })
        {
            _obligations.Enqueue(new(home, host, cents / 2));
        }
        await ActAsync(silo + 1, $"fund:{host}/chen", "payout.instruct", order);
        await ActAsync(silo + 2, "bank:network", "payout.confirm", order);
    }

    private Task<Told> ActAsync(int silo, string actor, string command, string order, string more = "") => client.SendAsync($$"""
        "as":"{{actor}}","do":"{{command}}","order":"{{order}}"{{more}}
        """, silo);

    /// <summary>Twenty digits that no other order has: O12-3-4 is 26…0012 00003 04.</summary>
    private static string Invoice(string order)
    {
        var parts = order[1..].Split('-').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return $"26{parts[0]:D6}{parts[1]:D8}{parts[2]:D4}";
    }
}

/// <summary>Who owes whom how much, in fen.</summary>
internal sealed record Obligation(string From, string To, long Fen);
