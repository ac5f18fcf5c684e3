using System.Net;
using System.Text.Json.Nodes;
using YrdClearing.Domain.Commands;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

public sealed class ActionRouteTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Every_command_is_accepted_by_its_route_once_and_its_resource_can_be_read()
    {
        var seen = new HashSet<string>();
        var n = 0;
        foreach (var line in Network.Setup.Concat(Network.Rest).Concat(Network.Markets))
        {
            var key = $"c-{++n}";
            var @do = JsonNode.Parse(line)!["do"]!.GetValue<string>();
            seen.Add(@do);

            var first = (await server.ActAsync(line, key)).ShouldBeAccepted();
            first.Status.ShouldBe(CommandRoutes.Of(@do).Creates ? HttpStatusCode.Created : HttpStatusCode.OK, line);
            first["id"].ShouldBe(key);
            first["seq"].ShouldMatch("^(network|(fund|market):3[13]0000)/[1-9][0-9]*$");
            first["at"].ShouldBe(JsonNode.Parse(line)!["at"]!.GetValue<string>());
            (await server.GetAsync(first["resource"])).Status.ShouldBe(HttpStatusCode.OK, first["resource"]);

            var second = (await server.ActAsync(line, key)).ShouldBeAccepted();
            second.Text.ShouldBe(first.Text);
            (await server.CommandAsync(line, key)).ShouldBeAccepted()["seq"].ShouldBe(first["seq"]);
        }
        seen.ShouldBe(CommandCatalogue.All.Select(s => s.Do), ignoreOrder: true);
        await BalancesAreThoseOfTheRulesAsync();
    }

    private async Task BalancesAreThoseOfTheRulesAsync()
    {
        var balances = (await server.GetAsync("/api/v1/books/fund:330000/balances")).Json["balances"]!.AsObject();
        balances["assets:cash"]!.GetValue<string>().ShouldBe("138400.00");
        balances["assets:recoverable:91330000MAXX00349N"]!.GetValue<string>().ShouldBe("600.00");
        balances["liabilities:due-to:fund:310000"]!.GetValue<string>().ShouldBe("-1000.00");
        var trial = (await server.GetAsync("/api/v1/trial-balance")).Json["books"]!.AsObject();
        trial.Select(b => b.Key).ShouldBe(["fund:310000", "fund:330000", "market:310000", "market:330000"], ignoreOrder: true);
        trial.Select(b => b.Value!["total"]!.GetValue<string>()).ShouldAllBe(t => t == "0.00");
        var market = (await server.GetAsync("/api/v1/books/market:310000/balances")).Json["balances"]!.AsObject();
        market["assets:escrow"]!.GetValue<string>().ShouldBe("5101.00");
        market["liabilities:escrow:K1"]!.GetValue<string>().ShouldBe("-5000.00");
        market["equity:risk-compensation"]!.GetValue<string>().ShouldBe("-700.00");
        market["liabilities:escrow:K4"]!.GetValue<string>().ShouldBe("-100.00");
        market["assets:due-from:market:330000"]!.GetValue<string>().ShouldBe("1000.00");
    }

    [Fact]
    public void Every_command_of_the_catalogue_has_a_route_and_those_of_a_payout_have_several()
    {
        CommandRoutes.All.Select(r => r.Do).Distinct().ShouldBe(CommandCatalogue.All.Select(s => s.Do), ignoreOrder: true);
        CommandRoutes.All.GroupBy(r => r.Do).Where(g => g.Count() > 1).Select(g => g.Key)
            .ShouldBe(["payout.instruct", "payout.confirm", "payout.fail", "recovery.receive"], ignoreOrder: true);
        CommandRoutes.All.Select(r => r.Path).ShouldBeUnique();
    }

    /// <summary>What the contract's file left behind, as lists with their filters show it.</summary>
    [Fact]
    public async Task Contracts_titles_and_markets_are_listed_by_their_filters()
    {
        var known = (await server.GetAsync("/api/v1/contracts")).Json["items"]!.AsArray().Count;
        if (known == 0)
        {
            await Every_command_is_accepted_by_its_route_once_and_its_resource_can_be_read();
        }
        await ListShouldHaveAsync("contracts?status=Terminated", "K3");
        await ListShouldHaveAsync($"contracts?seller={Network.OtherEnterprise}&status=Performing", "K1", "K4", "K6", "K7");
        await ListShouldHaveAsync($"contracts?seller={Network.Enterprise}");
        await ListShouldHaveAsync($"contracts?buyer={Network.Enterprise}&buyerMarket=310000", "K1", "K2", "K3", "K4", "K5", "K6", "K7");
        await ListShouldHaveAsync($"titles?holder={Network.OtherEnterprise}&status=Encumbered&market=330000", "T1", "T2");
        await ListShouldHaveAsync($"open-licences?seller={Network.OtherEnterprise}&status=Withdrawn&market=330000", "OL1");
        await ListShouldHaveAsync($"listings?seller={Network.OtherEnterprise}&status=Dealt&market=330000", "L2");
        var bids = await server.GetAsync($"/api/v1/bids?bidder={Network.Enterprise}&status=Refunded&market=310000");
        bids.Json["items"]!.AsArray().Select(b => b!["listing"]!.GetValue<string>()).ShouldBe(["L1"]);
        (await server.GetAsync("/api/v1/markets/330000")).Json["sellerShare"]!.GetValue<string>().ShouldBe("0.7000");
        (await server.GetAsync("/api/v1/cycles/Q1")).Json["network"]!.GetValue<string>().ShouldBe("markets");
    }

    private async Task ListShouldHaveAsync(string query, params string[] ids) =>
        (await server.GetAsync("/api/v1/" + query)).Json["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()).ShouldBe(ids);
}
