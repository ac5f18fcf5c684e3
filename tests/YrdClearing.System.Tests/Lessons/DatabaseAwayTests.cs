using System.Net;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by faults on real processes: while a database that was killed recovered, every request that had to read was answered 500, as if
/// the server had a bug; it is 503, as for a write.
/// </summary>
public sealed class DatabaseAwayTests(NetworkOnPostgres server) : IClassFixture<NetworkOnPostgres>
{
    [Fact]
    public async Task While_the_database_does_not_answer_a_request_is_unavailable_and_its_id_is_accepted_afterwards()
    {
        await server.ExecuteAsync("ALTER TABLE entry RENAME TO entry_that_is_away");
        (await server.GetAsync("/api/v1/books/fund:310000/entries")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await server.PlaceAsync("A1", "away")).ShouldBeUnavailable();

        await server.ExecuteAsync("ALTER TABLE entry_that_is_away RENAME TO entry");

        (await server.PlaceAsync("A1", "away")).ShouldBeAccepted();
        (await server.PlacementsAsync("away")).ShouldBe(1);
    }
}
