using System.Net;
using System.Text.Json.Nodes;
using YrdClearing.Domain.Tests.Commands;

namespace YrdClearing.System.Tests.Api;

/// <summary>The table of bad input (the same that goes through the reader and replayed files) over HTTP.</summary>
public sealed class BadInputTests(NetworkServer server) : IClassFixture<NetworkServer>
{
    [Fact]
    public async Task Each_as_a_body_of_its_own_gets_its_code_and_changes_nothing()
    {
        var before = await BooksAsync();
        BadInputs.All.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var input in BadInputs.All)
        {
            var answer = await server.PostAsync("/api/v1/commands", input.Utf8, null, null);
            answer.ShouldBeRefused(HttpStatusCode.BadRequest, input.Code);
            answer.Json["field"]?.GetValue<string>().ShouldBe(input.Field, input.Name);
        }
        (await BooksAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Each_as_a_line_of_one_stream_gets_its_code_and_changes_nothing()
    {
        var before = await BooksAsync();
        var inputs = BadInputs.All.Where(i => i.LineFits && !i.Utf8.Contains((byte)'\n') && !i.Utf8.All(b => b == ' ')).ToList();
        using var body = new MemoryStream();
        foreach (var input in inputs)
        {
            body.Write(input.Utf8);
            body.Write("\n"u8);
        }
        var answer = await server.PostAsync("/api/v1/commands", body.ToArray(), null, null, "application/x-ndjson");
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        lines.Select(l => l["outcome"]!.GetValue<string>()).ShouldBe(inputs.Select(i => i.Code));
        (await BooksAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Each_in_the_fields_of_an_action_route_changes_nothing()
    {
        var before = await BooksAsync();
        // The header says who asks, so that the body need not.
        foreach (var input in BadInputs.All.Where(i => i.Name != "no actor"))
        {
            var answer = await server.PostAsync("/api/v1/funds/310000/deposit", input.Utf8, "bank:network", "B");
            answer.Status.ShouldBe(HttpStatusCode.BadRequest, $"{input.Name}: {answer.Text}");
        }
        (await BooksAsync()).ShouldBe(before);
    }

    private async Task<string> BooksAsync() => (await server.GetAsync("/api/v1/books")).Text;
}
