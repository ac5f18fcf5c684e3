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
        foreach (var line in Network.Setup.Concat(Network.Rest))
        {
            var key = $"c-{++n}";
            var @do = JsonNode.Parse(line)!["do"]!.GetValue<string>();
            seen.Add(@do);

            var first = (await server.ActAsync(line, key)).ShouldBeAccepted();
            first.Status.ShouldBe(CommandRoutes.Of(@do).Creates ? HttpStatusCode.Created : HttpStatusCode.OK, line);
            first["id"].ShouldBe(key);
            first["seq"].ShouldMatch("^(network|fund:3[13]0000)/[1-9][0-9]*$");
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
        trial.Select(b => b.Value!["total"]!.GetValue<string>()).ShouldBe(["0.00", "0.00"]);
    }

    [Fact]
    public void Every_command_of_the_catalogue_has_exactly_one_route()
    {
        CommandRoutes.All.Select(r => r.Do).ShouldBe(CommandCatalogue.All.Select(s => s.Do), ignoreOrder: true);
        CommandRoutes.All.Select(r => r.Path).ShouldBeUnique();
    }
}
