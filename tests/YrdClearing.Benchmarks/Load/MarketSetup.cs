namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The four markets under the load of contracts. Each has cash without end before the load begins, the release of one large contract of its
/// own, so that nothing but the system itself limits the rate.
/// </summary>
internal static class MarketSetup
{
    private const string Cash = "1000000000000.00";

    /// <summary>The commands that open the markets and fill them, in stages: those of one stage may run at the same time.</summary>
    public static IEnumerable<IReadOnlyList<string>> Stages()
    {
        yield return
        [
            .. LoadNetwork.Funds.Select(m => LoadNetwork.Line("operator:network", "market.open", $"market-{m}",
                ("market", m), ("name", $"Market {m}"), ("feeRate", "0.01"), ("sellerShare", "0.60"))),
        ];
        yield return Each((m, seller, buyer) => WithPlan(Line(m, $"market:{m}/li", "contract.draft", "draft",
            ("type", "service"), ("seller", seller), ("buyer", buyer), ("buyerMarket", m), ("value", Cash), ("technologyValue", Cash))));
        yield return Each((m, seller, _) => Line(m, $"enterprise:{seller}", "contract.sign", "sign-seller"));
        yield return Each((m, _, buyer) => Line(m, $"enterprise:{buyer}", "contract.sign", "sign-buyer"));
        yield return Each((m, _, _) => Line(m, "bank:network", "contract.fund", "cash", ("amount", Cash)));
        yield return Each((m, seller, _) => Line(m, $"enterprise:{seller}", "milestone.deliver", "deliver", ("milestone", "M1")));
        yield return Each((m, _, buyer) => Line(m, $"enterprise:{buyer}", "milestone.accept", "accept", ("milestone", "M1")));
    }

    /// <summary>A draft's line with its plan, one milestone, and its objection days: what is no plain text.</summary>
    public static string WithPlan(string draft) =>
        draft[..^1] + """
            ,"objectionDays":10,"plan":{"kind":"milestones","milestones":[{"id":"M1","share":"1"}]}}
            """;

    private static string Line(
        string market, string actor, string name, string step, params ReadOnlySpan<(string Name, string Value)> fields) =>
        LoadNetwork.Line(actor, name, $"market-{step}-{market}", [("contract", $"market-{market}"), .. fields]);

    private static IReadOnlyList<string> Each(Func<string, string, string, string> line) =>
        [.. LoadNetwork.Funds.Select((m, i) => line(m, LoadNetwork.Enterprise(i), LoadNetwork.Enterprise(i + LoadNetwork.Funds.Count)))];
}
