using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using YrdClearing.Domain.Commands;

namespace YrdClearing.System.Tests.Api;

public sealed class OpenApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task The_document_is_valid_OpenAPI_3_1_and_has_every_command()
    {
        var text = (await server.GetAsync("/openapi/v1.json")).Text;
        JsonNode.Parse(text)!["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        var settings = new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() };
        var result = OpenApiDocument.Parse(text, OpenApiConstants.Json, settings);
        result.Diagnostic!.Errors.ShouldBeEmpty();
        result.Diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        var operations = result.Document!.Paths.Values.SelectMany(p => p.Operations!.Values).Select(o => o.OperationId).ToList();
        operations.ShouldBeUnique();
        CommandCatalogue.All.Select(s => s.Do).ShouldBeSubsetOf(operations!);
    }

    [Fact]
    public async Task Every_call_has_a_summary_an_example_and_all_parameters_of_its_path()
    {
        var paths = (await server.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject();
        foreach (var (path, operations) in paths)
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                operation!["summary"]!.GetValue<string>().ShouldNotBeEmpty();
                var inPath = operation["parameters"]?.AsArray().Where(p => p!["in"]!.GetValue<string>() == "path")
                    .Select(p => p!["name"]!.GetValue<string>()) ?? [];
                inPath.ShouldBe(Regex.Matches(path, @"\{(\w+)\}").Select(m => m.Groups[1].Value), ignoreOrder: true);
                var accepted = operation["responses"]!.AsObject().First(r => r.Key.StartsWith('2')).Value!;
                var success = accepted["content"]!.AsObject().First().Value!;
                (success["example"] ?? success["examples"]).ShouldNotBeNull($"{method} {path}");
                if (operation["requestBody"] is { } body)
                {
                    var json = body["content"]!["application/json"]!;
                    (json["example"] ?? json["examples"]).ShouldNotBeNull($"{method} {path}");
                }
            }
        }
    }

    [Fact]
    public async Task Every_example_of_a_command_is_well_formed_for_its_route()
    {
        var paths = (await server.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject();
        var body = paths["/api/v1/commands"]!["post"]!["requestBody"]!["content"]!["application/json"]!;
        foreach (var (_, example) in body["examples"]!.AsObject())
        {
            var read = CommandReader.Read(Encoding.UTF8.GetBytes(example!["value"]!.ToJsonString()), null, null);
            read.Rejection.ShouldBeNull();
        }
    }

    [Fact]
    public async Task The_page_for_people_loads_nothing_from_elsewhere()
    {
        using var response = await server.Client.GetAsync("/docs/", TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldNotContain("://");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
        foreach (Match script in Regex.Matches(html, "src=\"([^\"]+)\""))
        {
            (await server.GetAsync("/docs/" + script.Groups[1].Value)).Text.Length.ShouldBeGreaterThan(100);
        }
    }
}
