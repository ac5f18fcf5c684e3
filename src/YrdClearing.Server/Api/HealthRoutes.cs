using System.Data.Common;
using Orleans.Runtime;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
internal static class HealthRoutes
{
    /// <summary>A check that takes longer has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/health/live", () => Results.Json(new HealthView("live", []), ApiJson.Options)).Describe(new(
            "live", "Is the process alive?", "Answers as long as the process runs; looks at nothing else.")
        {
            Tag = "health",
            Answer = typeof(HealthView),
            Example = """{"status":"live","problems":[]}""",
        });
        app.MapRead("/health/ready", ReadyAsync).Describe(new(
            "ready", "Can it do its work?",
            "200 when it is, also when its clock is not the database's, which is listed. 503 when it works, but messages between books "
                + "have stopped (`degraded`); when the journal or a silo cannot be "
                + "reached (`unavailable`); and when it is about to stop (`leaving`).")
        {
            Tag = "health",
            Answer = typeof(HealthView),
            Example = """{"status":"ready","problems":[]}""",
        });
    }

    private static async Task<IResult> ReadyAsync(
        JournalStore store, IGrainFactory grains, Readiness readiness, ClockCheck clock, TimeProvider time, CancellationToken cancellation)
    {
        if (readiness.IsLeaving)
        {
            return Results.Json(new HealthView("leaving", []), ApiJson.Options, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        var (problems, unavailable) = (new List<string>(), false);
        try
        {
            foreach (var book in await store.BooksAsync(cancellation).WaitAsync(Patience, time, cancellation))
            {
                problems.AddRange(await grains.GetGrain<IBookGrain>(book).Stopped().WaitAsync(Patience, time, cancellation));
            }
        }
        catch (Exception e) when (e is DbException or TimeoutException or IOException or OrleansException)
        {
            unavailable = true;
            problems.Add((e is OrleansException ? "A silo is away: " : "The journal does not answer: ") + e.GetType().Name);
        }
        var status = problems.Count == 0 ? "ready" : unavailable ? "unavailable" : "degraded";
        if (clock.Problem is { } wrong)
        {
            // It works; and were it the database's clock that is wrong, no silo would be left.
            problems.Add(wrong);
        }
        return Results.Json(
            new HealthView(status, problems), ApiJson.Options,
            statusCode: status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How the server is.</summary>
/// <param name="Status">live, ready, degraded, unavailable or leaving.</param>
/// <param name="Problems">For operators: what is wrong; messages between books that could not be applied, by pair.</param>
internal sealed record HealthView(string Status, IReadOnlyList<string> Problems);
