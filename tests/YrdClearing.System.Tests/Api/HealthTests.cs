using System.Net;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_that_can_work_is_live_and_ready()
    {
        await using var server = new ApiServer();
        await server.InitializeAsync();
        (await server.GetAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        var ready = await server.GetAsync("/health/ready");
        ready.Status.ShouldBe(HttpStatusCode.OK, ready.Text);
        ready["status"].ShouldBe("ready");
    }

    [Fact]
    public async Task A_message_that_cannot_be_applied_is_listed_and_the_server_goes_on_degraded()
    {
        var data = new SqliteDatabase();
        await WriteUndeliverableAsync(data.Options);
        await using var server = new OnData(data);
        await server.InitializeAsync();
        (await server.GetAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        var ready = await server.GetAsync("/health/ready");
        ready.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ready["status"].ShouldBe("degraded");
        ready.Json["problems"]!.AsArray().Single()!.GetValue<string>().ShouldStartWith("msg/fund:320000/1/0 to nonsense:1 in fund:330000");
        (await server.ActAsync(Network.Setup[0], "opened")).ShouldBeAccepted();
    }

    [Fact]
    public async Task A_server_whose_journal_does_not_answer_is_not_degraded_but_unavailable()
    {
        await using var server = new ApiServer();
        await server.InitializeAsync();
        await server.ExecuteAsync("ALTER TABLE head RENAME TO gone");
        var ready = await server.GetAsync("/health/ready");
        ready.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ready["status"].ShouldBe("unavailable");
        ready.Json["problems"]!.AsArray().Single()!.GetValue<string>().ShouldStartWith("The journal does not answer");
    }

    /// <summary>An entry as a broken version could have written it: its message goes to something that does not exist.</summary>
    internal static async Task WriteUndeliverableAsync(StoreOptions options)
    {
        await using var store = await JournalStores.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        await using var committer = new Committer(store);
        var book = await Book.OpenAsync("fund:320000", store, committer, TimeProvider.System, CancellationToken.None);
        var result = await book.CommitAsync(new()
        {
            Book = "fund:320000",
            Aggregate = "fund:320000",
            At = BusinessTime.EndOf(new(2026, 3, 1)),
            Actor = "operator:network",
            Event = "fund.opened.1",
            Data = StoredJson.Of("""{"fund":"320000","name":"Fund"}"""),
            Messages = [new(0, "fund:330000", "nonsense:1", "fund.record-opened.1", StoredJson.Of("""{"fund":"330000","name":"Fund"}"""))],
        });
        result.Status.ShouldBe(CommitStatus.Written);
    }

    private sealed class OnData(JournalDatabase data) : ApiServer(data);
}
