using System.Globalization;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The nine commands of one technology contract across two markets, from the draft to the seller's payment. The seller is the enterprise,
/// the buyer one of the province that it redeems its vouchers in.
/// </summary>
internal sealed class ContractScript(int enterprise) : LoadScript(Write(enterprise), Acceptance)
{
    public const int Steps = 9;

    /// <summary>The step whose effect in the seller's market's book the next one needs: the release makes the payout due.</summary>
    public const int Acceptance = 6;

    /// <summary>Ids of all commands of contracts begin with this.</summary>
    public const string IdPrefix = "K";

    private const string Value = "80000.00";

    private static IEnumerable<string> Write(int enterprise)
    {
        var (sellerMarket, buyerMarket) = (LoadNetwork.FundOf(enterprise), LoadNetwork.HostOf(enterprise));
        var (seller, buyer) = (LoadNetwork.Enterprise(enterprise), LoadNetwork.Enterprise(LoadNetwork.BuyerOf(enterprise)));
        const string Contract = "K" + Placeholder;
        var step = 0;
        string Line(string actor, string name, params ReadOnlySpan<(string, string)> fields) =>
            LoadNetwork.Line(actor, name, string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{Placeholder}-{step++:D2}"), fields);

        yield return MarketSetup.WithPlan(Line($"market:{sellerMarket}/li", "contract.draft",
            ("contract", Contract), ("type", "development"), ("seller", seller), ("buyer", buyer), ("buyerMarket", buyerMarket),
            ("value", Value), ("technologyValue", Value)));
        yield return Line($"enterprise:{seller}", "contract.sign", ("contract", Contract));
        yield return Line($"enterprise:{buyer}", "contract.sign", ("contract", Contract));
        yield return Line($"market:{sellerMarket}/li", "contract.register",
            ("contract", Contract), ("number", $"2026{sellerMarket}{Placeholder}"), ("technologyValue", Value));
        yield return Line("bank:network", "contract.fund", ("contract", Contract), ("amount", Value));
        yield return Line($"enterprise:{seller}", "milestone.deliver", ("contract", Contract), ("milestone", "M1"));
        yield return Line($"enterprise:{buyer}", "milestone.accept", ("contract", Contract), ("milestone", "M1"));
        yield return Line($"market:{sellerMarket}/chen", "payout.instruct", ("contract", Contract), ("milestone", "M1"));
        yield return Line("bank:network", "payout.confirm", ("contract", Contract), ("milestone", "M1"));
    }
}
