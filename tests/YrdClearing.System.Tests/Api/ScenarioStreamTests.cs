using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace YrdClearing.System.Tests.Api;

/// <summary>The example scenarios, sent as one stream each and read back over HTTP.</summary>
public sealed class ScenarioStreamTests
{
    [Theory]
    [InlineData("local", false)]
    [InlineData("cross-province", false)]
    [InlineData("refusals", false)]
    [InlineData("random-1", false)]
    [InlineData("random-2", true)]
    public async Task A_scenario_sent_as_a_stream_gets_its_outcomes_balances_vouchers_and_cycles(string name, bool onPostgres)
    {
        await using ApiServer server = onPostgres ? new OnPostgres() : new();
        await server.InitializeAsync();
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ScenarioFolder.Copies, name + ".expected.json")))!;

        var (body, outcomes) = Read(Path.Combine(ScenarioFolder.Copies, name + ".jsonl"));
        var answer = await server.PostAsync("/api/v1/commands", body, null, null, "application/x-ndjson");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!);
        lines.Select(l => (l["line"]!.GetValue<int>(), l["outcome"]!.GetValue<string>())).ShouldBe(outcomes);

        var books = (await server.GetAsync("/api/v1/trial-balance")).Json["books"]!.AsObject();
        foreach (var (book, balances) in expected["balances"]!.AsObject())
        {
            JsonNode.DeepEquals(books[book]!["balances"], balances).ShouldBeTrue($"{book}: {books[book]!["balances"]}");
        }
        books.Count.ShouldBe(expected["balances"]!.AsObject().Count);
        await ShouldBeAsync(server, "vouchers", expected["vouchers"]!.AsObject());
        await ShouldBeAsync(server, "cycles", expected["cycles"]?.AsObject() ?? []);
    }

    private static async Task ShouldBeAsync(ApiServer server, string list, JsonObject expected)
    {
        foreach (var (id, thing) in expected)
        {
            var actual = (await server.GetAsync($"/api/v1/{list}/{id}")).Json.AsObject();
            foreach (var (member, value) in thing!.AsObject())
            {
                JsonNode.DeepEquals(actual[member], value).ShouldBeTrue($"{list}/{id}.{member}: {actual[member]}, not {value}");
            }
        }
    }

    /// <summary>The body, with an id on each line that has none, and the outcome that each command's line expects.</summary>
    private static (string Body, List<(int Line, string Outcome)> Outcomes) Read(string path)
    {
        var body = new StringBuilder();
        var outcomes = new List<(int, string)>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            {
                var command = JsonNode.Parse(line)!;
                outcomes.Add((number, command["expect"]?.GetValue<string>() ?? "ok"));
                body.Append(command["id"] is null ? $"{{\"id\":\"line-{number}\",{line[1..]}" : line);
            }
            body.Append('\n');
        }
        return (body.ToString(), outcomes);
    }

    private sealed class OnPostgres() : ApiServer(new Journal.PostgresDatabase());
}
