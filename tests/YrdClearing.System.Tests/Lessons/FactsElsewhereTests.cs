using Microsoft.Extensions.DependencyInjection;
using YrdClearing.Grains;
using YrdClearing.Server;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by faults on real processes: while silos come and go two of them may hold the same party. What one has listed the other, which has
/// the party in its memory as it was before, must refuse all the same.
/// </summary>
public sealed class ListedElsewhereTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const string Party = Network.Provider;

    [Fact]
    public async Task A_party_that_another_silo_has_listed_is_listed_here_whatever_this_one_remembers()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var host = await ClearingHost.StartAsync(database.Options, TimeProvider.System, stop);
        var client = new NetworkClient(host);
        var network = host.Services.GetRequiredService<INetwork>();
        await client.SendAsync([.. Network.Setup, Integrity("list")]);
        (await network.IsListedAsync(Party)).ShouldBeTrue();
        var listed = (await database.Store.LoadAsync("integrity:" + Party, stop)).Single().Row.Body.ToString();
        await client.SendAsync([Integrity("clear")]);
        (await network.IsListedAsync(Party)).ShouldBeFalse();

        // As the other silo writes it; the aggregate in this one is not told.
        await database.ExecuteAsync(
            $"UPDATE state SET status = 'Listed', body = '{listed}', version = version + 1 WHERE id = 'integrity:{Party}'");

        (await network.IsListedAsync(Party)).ShouldBeTrue();
    }

    private static string Integrity(string what) =>
        $$"""
        {"at":"2026-03-02T09:00:00+08:00","as":"fund:330000/li","do":"integrity.{{what}}","party":"{{Party}}","reason":"overdue"}
        """;
}
