using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Tests.Replay;

/// <summary>The rules alone, without grains and journal, give every scenario's outcomes, balances, vouchers and cycles: those
/// of the examples and of random streams on which an independent model of the rules agrees.</summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = Path.Combine(Golden.Root, "tests", "scenarios");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scenario_has_its_outcomes_balances_vouchers_and_cycles(string name)
    {
        var network = new PaperNetwork();
        var outcomes = Replay(network, Path.Combine(Folder, name + ".jsonl"));
        outcomes.Where(o => o.Outcome != o.Expected).Select(o => $"{o.Line} {o.Do}: {o.Outcome}, not {o.Expected}").ShouldBeEmpty();

        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".expected.json")))!.AsObject();
        var listed = expected["outcomes"]?.AsArray().Select(o => ((int)o!["line"]!, (string)o["do"]!, (string)o["outcome"]!)).ToList();
        listed?.ShouldBe(outcomes.Select(o => (o.Line, o.Do!, o.Outcome)));
        Differences("balances", expected["balances"], Json(network.Balances())).ShouldBeEmpty();
        var vouchers = Shown(network.Vouchers, v => Json(VoucherView.Of(network.Voucher(v)!)));
        Differences("vouchers", expected["vouchers"], vouchers).ShouldBeEmpty();
        var cycles = Shown(network.Cycles, c => Json(CycleView.Of(network.Cycle(c)!)));
        Differences("cycles", expected["cycles"], cycles).ShouldBeEmpty();
        var contracts = Shown(network.Contracts, c => Json(ContractView.Of(network.Contract(c)!)));
        Differences("contracts", expected["contracts"] ?? new JsonObject(), contracts).ShouldBeEmpty();
        var titles = Shown(network.Titles, t => Json(TitleView.Of(network.Title(t)!)));
        Differences("titles", expected["titles"] ?? new JsonObject(), titles).ShouldBeEmpty();
        var listings = Shown(network.Listings, l => Json(ListingView.Of(network.Listing(l)!)));
        Differences("listings", expected["listings"] ?? new JsonObject(), listings).ShouldBeEmpty();
        var bids = Shown(network.Bids, b => Json(BidView.Of(network.Bid("bid:" + b)!)));
        Differences("bids", expected["bids"] ?? new JsonObject(), bids).ShouldBeEmpty();
        MoneyChecks.Assert(network);
    }

    /// <summary>Where the published examples are at hand, the copies kept here are theirs.</summary>
    [Fact]
    public void The_examples_are_the_published_ones()
    {
        var published = Path.Combine(Golden.Root, "..", "shared", "scenarios");
        foreach (var file in Directory.Exists(published) ? Directory.GetFiles(Folder) : [])
        {
            var original = Path.Combine(published, Path.GetFileName(file));
            if (File.Exists(original))
            {
                File.ReadAllBytes(file).ShouldBe(File.ReadAllBytes(original), original);
            }
        }
    }

    private static List<Played> Replay(PaperNetwork network, string file)
    {
        var outcomes = new List<Played>();
        BusinessTime? at = null;
        foreach (var (text, number) in File.ReadLines(file).Select((l, i) => (l, i + 1)))
        {
            if (text.Trim().Length == 0 || text.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }
            var read = CommandReader.Read(Encoding.UTF8.GetBytes(text), $"{Path.GetFileName(file)}-{number}", at);
            at = read.At ?? at;
            var outcome = read.Envelope is { } envelope ? network.Execute(envelope) : read.Rejection!.Code.Wire();
            outcomes.Add(new(number, read.Do, outcome, read.Expect ?? CommandReader.Accepted));
        }
        return outcomes;
    }

    private static JsonNode? Json<T>(T value) => JsonSerializer.SerializeToNode(value, DomainJson.Options);

    private static JsonObject Shown(IEnumerable<string> ids, Func<string, JsonNode?> show) =>
        new(ids.Select(id => KeyValuePair.Create(id, show(id))));

    /// <summary>Where two trees differ. A cycle's <c>network</c> came after these examples.</summary>
    private static IEnumerable<string> Differences(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject e, JsonObject a):
                return e.Select(m => m.Key).Union(a.Select(m => m.Key).Where(k => k != "network"))
                    .SelectMany(k => Differences($"{path}.{k}", e[k], a[k]));
            case (JsonArray e, JsonArray a) when e.Count == a.Count:
                return e.SelectMany((item, i) => Differences($"{path}[{i}]", item, a[i]));
            default:
                return JsonNode.DeepEquals(expected, actual)
                    ? []
                    : [$"{path}: {actual?.ToJsonString() ?? "-"}, not {expected?.ToJsonString() ?? "-"}"];
        }
    }

    private sealed record Played(int Line, string? Do, string Outcome, string Expected);
}
