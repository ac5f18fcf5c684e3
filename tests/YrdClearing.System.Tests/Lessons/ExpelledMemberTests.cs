using System.Net;
using System.Text;
using Orleans.Runtime;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// A silo that the others have declared dead, and that does not know it yet, would decide on what has changed elsewhere since: it might take
/// the order of a party that was listed, or refuse one that was cleared.
/// </summary>
public sealed class ExpelledMemberTests(PostgresDatabase database) : JournalTestBase(database), IClassFixture<PostgresDatabase>
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 11_111, 7);

    [Fact]
    public async Task A_member_that_was_declared_dead_writes_claims_and_refuses_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await ProcessStorage.PrepareAsync(Database.Options, SiloEndpoint.Loopback(), stop);
        await Database.ExecuteAsync($"""
            INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES ('yrd-clearing');
            INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, StartTime, IAmAliveTime)
            VALUES ('yrd-clearing', '127.0.0.1', 11111, 7, 'a', 'a', 3, now(), now())
            """);
        Database.Store.MayWriteWhile = ExpelledMember.IsNotDead(Silo);
        var book = await Database.OpenBookAsync(Fund);
        (await Turns.Run(() => book.CommitAsync(Request("a")))).Status.ShouldBe(CommitStatus.Written);
        (await RefuseAsync()).Rejection.ShouldBe(new Rejection(RejectionCode.IntegrityListed));

        await Database.ExecuteAsync("UPDATE OrleansMembershipTable SET Status = 6");

        await Should.ThrowAsync<BookFencedException>(Turns.Run(() => book.CommitAsync(Request("b"))));
        await Should.ThrowAsync<WriterExpelledException>(Database.OpenBookAsync(Fund));
        await Should.ThrowAsync<WriterExpelledException>(RefuseAsync());
        (await Database.Store.FindKeysAsync([CommitRequest.CommandKey(Id("b"))], stop)).ShouldBeEmpty();
    }

    private Task<CommandReply> RefuseAsync()
    {
        var envelope = CommandReader.Read(
            Encoding.UTF8.GetBytes("""{"at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"1"}"""),
            Id("refused"), null).Envelope!;
        return CommandIds.AnswerRejectionAsync(Database.Store, envelope, new byte[32], new Rejection(RejectionCode.IntegrityListed), []);
    }
}
