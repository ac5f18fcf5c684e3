using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>
/// The outermost middleware: one line a request in the log (method, route, status, milliseconds: never a path, a query or a body), and
/// every fault answered as problem+json.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(http);
            await DescribeBareStatusAsync(http);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(http, Problem.OfRequest(e.StatusCode));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (BookOverloadedException e)
        {
            Failed(log, e, http.Request.Method, RouteOf(http));
            await AnswerAsync(http, Problem.Unavailable("Too much is waiting to be written; nothing was changed. Try again later."));
        }
        catch (Exception e)
        {
            Failed(log, e, http.Request.Method, RouteOf(http));
            await AnswerAsync(http, Problem.Unavailable(
                "The server failed and the outcome is unknown: send the same request with the same id again.",
                Outage.Is(e)
                    ? StatusCodes.Status503ServiceUnavailable
                    : StatusCodes.Status500InternalServerError));
        }
        finally
        {
            var milliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds;
            Answered(log, http.Request.Method, RouteOf(http), http.Response.StatusCode, milliseconds);
        }
    }

    /// <summary>What routing refuses (404, 405, 415) comes without a body.</summary>
    private static async Task DescribeBareStatusAsync(HttpContext http)
    {
        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
        {
            await AnswerAsync(http, Problem.OfRequest(http.Response.StatusCode));
        }
    }

    private static async Task AnswerAsync(HttpContext http, Problem problem)
    {
        if (!http.Response.HasStarted)
        {
            await Refusals.WriteAsync(http, problem);
            return;
        }
        http.Abort();
    }

    /// <summary>The route's pattern, not the path: bounded and without ids.</summary>
    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Milliseconds} ms")]
    private static partial void Answered(ILogger log, string method, string route, int status, long milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private static partial void Failed(ILogger log, Exception e, string method, string route);
}
