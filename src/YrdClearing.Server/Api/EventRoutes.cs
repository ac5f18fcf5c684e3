using System.Globalization;
using System.Text.Json;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>The feed of everything that happened, as pages and as server-sent events.</summary>
internal static class EventRoutes
{
    public const string EventStream = "text/event-stream";
    public const string Id = "events";
    private const string LastId = "Last-Event-ID";

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/events", ReadAsync).Describe(new ApiCall(
        Id,
        "Read what happened",
        "The entries of all books, each book in its own order. Give the answer's `next` as `after` to go on; it is never null, and "
            + "asking again later gives what came since. The cursor holds one sequence per book, so an entry committed late is never "
            + "skipped. With `Accept: text/event-stream` the answer stays open and new entries follow as server-sent events; each "
            + "event's id is a cursor, and `Last-Event-ID` continues after it.")
    {
        Tag = "events",
        Answer = typeof(Page<EntryView>),
        Parameters =
        [
            ApiParameter.InQuery("after", "The cursor to continue after; without it from the first entry."),
            ApiParameter.Limit(ApiLimits.DefaultPageItems, ApiLimits.MaxPageItems),
            ApiParameter.InHeader(LastId, "For a stream of events: the id of the last event received; stands in for `after`."),
        ],
        Example = $$"""{"items":[{{BookRoutes.EntryExample}}],"next":"eyJmdW5kOjMyMDAwMCI6NH0"}""",
    });

    private static async Task<IResult> ReadAsync(
        HttpContext http, EventFeed feed, [FromKeyedServices(EventStream)] OpenStreams streams, TimeProvider time)
    {
        var query = new Query(http.Request.Query);
        var after = query.Text("after");
        var limit = query.Limit();
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        var live = MediaTypes.Accepted(http).Contains(EventStream);
        if (live && http.Request.Headers[LastId] is { Count: > 0 } last)
        {
            if (last is not [{ Length: <= ApiLimits.MaxQueryValueChars } id])
            {
                return Refusals.Malformed(
                    LastId, $"The header {LastId} is given once and has at most {ApiLimits.MaxQueryValueChars} characters.");
            }
            // A reader that has received nothing yet may send it empty.
            after = id.Length > 0 ? id : after;
        }
        if ((after is null ? EventCursor.Start : EventCursor.Parse(after)) is not { } cursor)
        {
            return Refusals.Malformed("after", "The cursor is not one this server gave.");
        }
        if (!live)
        {
            var items = await feed.ReadAsync(cursor, limit, http.RequestAborted);
            var next = items.Count == 0 ? cursor : items[^1].Cursor;
            return Results.Json(new Page<EntryView>(items.Select(i => i.Entry).ToList(), next.ToString()), ApiJson.Options);
        }
        if (!streams.TryOpen(out var open))
        {
            return OpenStreams.Refuse(ApiLimits.MaxEventStreams);
        }
        using (open)
        {
            await StreamAsync(http, feed, cursor, time);
        }
        return Results.Empty;
    }

    /// <summary>Sends entries until the client goes or the server stops; a slow client holds its stream back, nothing is dropped.</summary>
    private static async Task StreamAsync(HttpContext http, EventFeed feed, EventCursor cursor, TimeProvider time)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Response.ContentType = EventStream;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var ticks = new PeriodicTimer(ApiLimits.EventPollInterval, time);
        var lastSent = time.GetTimestamp();
        try
        {
            await http.Response.WriteAsync(": the entries of all books\n\n", ends.Token);
            await http.Response.Body.FlushAsync(ends.Token);
            do
            {
                IReadOnlyList<FeedItem> items;
                while ((items = await feed.ReadAsync(cursor, ApiLimits.MaxPageItems, ends.Token)).Count > 0)
                {
                    foreach (var item in items)
                    {
                        await http.Response.WriteAsync(Event(item), ends.Token);
                    }
                    await http.Response.Body.FlushAsync(ends.Token);
                    cursor = items[^1].Cursor;
                    lastSent = time.GetTimestamp();
                }
                if (time.GetElapsedTime(lastSent) >= ApiLimits.EventKeepAlive)
                {
                    await http.Response.WriteAsync(": still here\n\n", ends.Token);
                    await http.Response.Body.FlushAsync(ends.Token);
                    lastSent = time.GetTimestamp();
                }
            }
            while (await ticks.WaitForNextTickAsync(ends.Token));
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client has gone or the server stops: how every stream ends.
        }
    }

    private static string Event(FeedItem item) => string.Create(
        CultureInfo.InvariantCulture,
        $"id: {item.Cursor}\nevent: {item.Entry.Event}\ndata: {JsonSerializer.Serialize(item.Entry, ApiJson.Options)}\n\n");
}
