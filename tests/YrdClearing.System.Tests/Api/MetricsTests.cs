using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

/// <summary>
/// What Prometheus reads, and what the dashboard asks it for. No other server of this process may stop meanwhile: they share the names of what
/// they measure, and with one's meters the gauges of others were gone.
/// </summary>
[CollectionDefinition(nameof(MetricsTests), DisableParallelization = true)]
[Collection(nameof(MetricsTests))]
public sealed partial class MetricsTests(PlayedServer server, PlayedOnPostgres silo)
    : IClassFixture<PlayedServer>, IClassFixture<PlayedOnPostgres>
{
    [Fact]
    public async Task Commands_commits_messages_and_requests_are_measured()
    {
        (await server.PostAsync("/api/v1/funds/310000/deposit", """{"amount":"-1.00"}""", "bank:network", "refused-1"))
            .Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var metrics = await server.GetAsync(ApiTelemetry.Path);
        metrics.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var line in new[]
        {
            """yrd_commands_total{.*do="fund.deposit",outcome="ok"} [1-9]""",
            """yrd_commands_total{.*do="fund.deposit",outcome="invalid_amount"} [1-9]""",
            "yrd_command_duration_seconds_count{.*} [1-9]",
            "yrd_commit_entries_sum{.*} [1-9]",
            "yrd_commit_duration_seconds_bucket{.*} [1-9]",
            "yrd_outbox_delay_seconds_count{.*} [1-9]",
            """yrd_book_queue{.*book=".*"} [0-9]""",
            """yrd_outbox_pending{.*book=".*"} [0-9]""",
            """yrd_outbox_lag_seconds{.*book=".*"} [0-9]""",
            "yrd_clock_ahead_seconds{.*} -?[0-9]",
            "http_server_request_duration_seconds_count{.*} [1-9]",
            // There before anything has gone wrong, or the first time would be no rise.
            "yrd_commit_failures_total{.*} [0-9]",
            "yrd_book_fenced_total{.*} [0-9]",
            "yrd_outbox_alarms_total{.*} [0-9]",
            "yrd_deadlines_failures_total{.*} [0-9]",
        })
        {
            Regex.IsMatch(metrics.Text, line).ShouldBeTrue(line + "\n" + metrics.Text);
        }
        metrics.Text.ShouldNotContain(Network.Enterprise);
    }

    [Theory]
    [InlineData("not json", "none", "malformed")]
    [InlineData("""{"id":"u1","as":"operator:network","do":"voucher.sell"}""", "none", "unknown_command")]
    [InlineData("""{"id":"u2","as":"operator:network","do":"cycle.close","cycle":"C1","nonsense":"1"}""", "cycle.close", "malformed")]
    public async Task A_line_that_cannot_be_read_is_counted_like_a_command_of_its_own(string line, string name, string outcome)
    {
        var before = await CountAsync(name, outcome);
        (await server.PostAsync("/api/v1/commands", line, null, null)).Status.ShouldBe(HttpStatusCode.BadRequest);
        var single = await CountAsync(name, outcome);
        single.ShouldBeGreaterThan(before);
        (await server.PostAsync("/api/v1/commands", line, null, null, "application/x-ndjson")).Text.ShouldContain(outcome);
        (await CountAsync(name, outcome)).ShouldBeGreaterThan(single);
    }

    /// <summary>Of all servers of this process: they share the counter.</summary>
    private async Task<long> CountAsync(string name, string outcome)
    {
        var line = Regex.Match(
            (await server.GetAsync(ApiTelemetry.Path)).Text, $$"""yrd_commands_total{.*do="{{name}}",outcome="{{outcome}}"} ([0-9]+)""");
        return line.Success ? long.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [Fact]
    public async Task Every_query_of_the_dashboard_names_metrics_that_exist()
    {
        var scraped = (await silo.GetAsync(ApiTelemetry.Path)).Text;
        var names = TypeLine().Matches(scraped).Select(m => m.Groups[1].Value).Concat(Instruments()).Append("up").ToHashSet();
        var targets = Dashboard()["panels"]!.AsArray().SelectMany(p => p!["targets"]!.AsArray());
        var queries = targets.Select(t => t!["expr"]!.ToString()).ToList();
        queries.Count.ShouldBeGreaterThan(15);
        foreach (var query in queries)
        {
            foreach (var name in MetricName().Matches(query).Select(m => m.Value))
            {
                names.ShouldContain(n => n == name || n == HistogramPart().Replace(name, ""), $"{name} of the query {query}");
            }
        }
    }

    [Fact]
    public async Task The_dashboard_shows_the_connections_to_the_database_and_pools_are_named_without_their_connection_string()
    {
        Dashboard()["panels"]!.AsArray().SelectMany(p => p!["targets"]!.AsArray()).Select(t => t!["expr"]!.ToString())
            .ShouldContain("sum by (instance, db_client_connection_state) (db_client_connection_count)");
        var scraped = (await silo.GetAsync(ApiTelemetry.Path)).Text;
        foreach (var pool in new[] { "reads", "lookups", "writes" })
        {
            foreach (var state in new[] { "used", "idle" })
            {
                var labels = $"db_client_connection_pool_name=\"{pool}\",db_client_connection_state=\"{state}\"";
                var line = $$"""db_client_connection_count{.*{{labels}}} [0-9]""";
                Regex.IsMatch(scraped, line).ShouldBeTrue(line);
            }
        }
    }

    /// <summary>Our instruments as Prometheus names them, those included that have measured nothing yet.</summary>
    private static List<string> Instruments()
    {
        var names = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(PrometheusNameOf(instrument)) };
        listener.Start();
        return names;
    }

    private static string PrometheusNameOf(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "") + (instrument is Counter<long> ? "_total" : "");

    private static JsonNode Dashboard() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Dashboards", "clearing.json")))!;

    [GeneratedRegex("^# TYPE ([a-z0-9_]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    /// <summary>A name that is followed by labels, a range, a bracket or an operator, and is no function, label or variable.</summary>
    [GeneratedRegex(@"\b(up|(yrd|http|dotnet|db)_(?!response|client_connection_state)[a-z_]+)\b(?!\()")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();
}
