
namespace YrdClearing.Server.Api;

/// <summary>
/// The outermost middleware: one line a request in the log (method, route, status, milliseconds: never a query, a body or a name), and every
/// fault answered as problem+json.
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
        catch (Exception e)
        {
            Failed(log, e, http.Request.Method, RouteOf(http));
            await AnswerAsync(http, Problem.Unavailable(
                "The server failed and the outcome is unknown: send the same request with the same id again.",
                e is TimeoutException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError));
        }
        finally
        {
            Answered(log, http.Request.Method, RouteOf(http), http.Response.StatusCode, (long)time.GetElapsedTime(started).TotalMilliseconds);
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
