using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>Three real processes on one database are one network.</summary>
public sealed class ClusterTests(RunningCluster cluster, ITestOutputHelper output) : IClassFixture<RunningCluster>
{
    private const int Clients = 32;
    private const int DepositsPerClient = 60;

    /// <summary>Longest time a command may go unanswered while the others notice that its silo is dead.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Any_silo_serves_any_request()
    {
        var n = 0;
        var answers = new List<(string Line, string Id, Answer Answer)>();
        foreach (var line in Network.Rest)
        {
            var id = $"rest-{n++}";
            answers.Add((line, id, (await cluster.Next().SendAsync(line, id)).ShouldBeAccepted()));
        }
        foreach (var (line, id, first) in answers.Where((_, i) => i % 5 == 0))
        {
            // Sent again to a silo that did not answer the first time.
            (await cluster.Next().SendAsync(line, id))["seq"].ShouldBe(first["seq"]);
        }
        var balances = await Task.WhenAll(cluster.Silos.Select(s => s.GetAsync("/api/v1/books/fund:310000/balances")));
        balances.Select(b => b.Text).Distinct().Count().ShouldBe(1);
        await cluster.VerifiesAsync();
    }

    [Fact]
    public async Task A_party_that_is_listed_on_one_silo_is_refused_on_every_other_at_once()
    {
        (await cluster.Next().SendAsync(Line($"enterprise:{Network.OtherEnterprise}", "voucher.apply", $$"""
            "voucher":"V9","enterprise":"{{Network.OtherEnterprise}}","fund":"330000","amount":"9000.00"
            """), "apply-V9")).ShouldBeAccepted();
        (await cluster.Next().SendAsync(Line("fund:330000/wang", "voucher.approve", "\"voucher\":\"V9\""), "approve-V9")).ShouldBeAccepted();
        for (var round = 0; round < 12; round++)
        {
            var list = Line("fund:310000/li", "integrity.list", $$"""
                "party":"{{Network.OtherEnterprise}}","reason":"test"
                """);
            (await cluster.Next().SendAsync(list, $"list-{round}")).ShouldBeAccepted();
            foreach (var silo in cluster.Silos)
            {
                (await silo.SendAsync(Order(round), $"place-{round}"))
                    .ShouldBeRefused(HttpStatusCode.UnprocessableEntity, "integrity_listed");
            }
            (await cluster.Next().SendAsync(list.Replace("integrity.list", "integrity.clear"), $"clear-{round}")).ShouldBeAccepted();
            (await cluster.Next().SendAsync(Order(round), $"place-{round}")).ShouldBeAccepted();
        }
    }

    [Fact]
    public async Task A_replay_joins_the_cluster_and_sees_what_the_silos_have_done()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("yrd-replay-").FullName, "joined.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 40).Select(i => Deposit("330000", i) [..^1] + ""","expect":"ok"}"""));
        var replay = await cluster.RunAsync("replay", file, "--parallel", "8");
        replay.ExitCode.ShouldBe(0, replay.Output + replay.Error);
        (await cluster.CountAsync("command_id LIKE 'joined.jsonl:%'")).ShouldBe(40);
        (await Task.WhenAll(cluster.Silos.Select(s => s.SendAsync(Deposit("330000", 41), "after-replay"))))
            .Select(a => a.ShouldBeAccepted()["seq"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_silo_that_is_killed_under_load_takes_nothing_with_it_that_was_acknowledged()
    {
        var acknowledged = new ConcurrentDictionary<string, string>();
        var gaps = new ConcurrentBag<TimeSpan>();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < DepositsPerClient; i++)
            {
                var id = $"load-{client}-{i}";
                var started = TimeProvider.System.GetTimestamp();
                acknowledged[id] = await UntilAcknowledgedAsync(id, Deposit(client % 2 == 0 ? "310000" : "330000", i), client + i);
                gaps.Add(TimeProvider.System.GetElapsedTime(started));
            }
        })).ToArray();
        await RunningCluster.UntilAsync(() => Task.FromResult(acknowledged.Count > Clients * DepositsPerClient / 4));
        await cluster.KillAsync(cluster.Silos[0]);
        await Task.WhenAll(clients);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"longest wait {gaps.Max().TotalSeconds:0.0} s"));
        gaps.Max().ShouldBeLessThan(LongestGap);
        acknowledged.Count.ShouldBe(Clients * DepositsPerClient);
        acknowledged.Values.Distinct().Count().ShouldBe(acknowledged.Count);
        (await cluster.CountAsync("command_id LIKE 'load-%'")).ShouldBe(acknowledged.Count);
        await cluster.AddAsync();
        (await cluster.Silos[^1].SendAsync(Deposit("310000", 0), "load-0-0"))["seq"].ShouldBe(acknowledged["load-0-0"]);
        await cluster.VerifiesAsync();
    }

    /// <summary>As a client does it: no answer or 503 means that the same command is sent again, to another silo.</summary>
    private async Task<string> UntilAcknowledgedAsync(string id, string line, int first)
    {
        for (var attempt = first; ; attempt++)
        {
            var silos = cluster.Silos;
            var answer = await silos[attempt % silos.Count].TrySendAsync(line, id);
            if (answer is { Status: not HttpStatusCode.ServiceUnavailable })
            {
                answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted);
                return answer["seq"];
            }
        }
    }

    private static string Deposit(string fund, int i) => Line("bank:network", "fund.deposit", $$"""
        "fund":"{{fund}}","amount":"{{i + 1}}.00"
        """);

    private static string Order(int i) => Line($"enterprise:{Network.OtherEnterprise}", "order.place", $$"""
        "voucher":"V9","order":"L{{i}}","provider":"{{Network.OtherProvider}}","service":"testing","price":"100.00"
        """);

    private static string Line(string actor, string command, string fields) =>
        $$"""{"at":"2026-03-04T09:00:00+08:00","as":"{{actor}}","do":"{{command}}",{{fields}}}""";
}
