using System.Text.Json;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>A refusal as RFC 9457 problem+json, with the code of scenario.md and sentences in English and Chinese.</summary>
/// <param name="Type">A URN made of the code; it identifies, it is not fetched.</param>
/// <param name="Title">The code's sentence in English, without figures.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened, in English, with the figures.</param>
/// <param name="DetailZh">The same in Chinese.</param>
/// <param name="Code">The rejection code.</param>
/// <param name="Field">The field, header or parameter at fault.</param>
/// <param name="Available">What there was.</param>
/// <param name="Needed">What was asked for.</param>
/// <param name="Policy">The policy version the decision was made under.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string DetailZh,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? Available = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? Needed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Policy = null)
{
    public const string ContentType = "application/problem+json";

    /// <summary>The one code that is not a rejection's.</summary>
    public const string UnavailableCode = "unavailable";

    public static Problem Of(Rejection rejection, int? status = null)
    {
        var code = rejection.Code.Wire();
        return new(
            "urn:yrd-clearing:rejection:" + code,
            RejectionTexts.Title(rejection.Code),
            status ?? StatusOf(rejection.Code),
            RejectionTexts.English(rejection),
            RejectionTexts.Chinese(rejection),
            code,
            rejection.Field,
            rejection.Available,
            rejection.Needed,
            rejection.Policy);
    }

    /// <summary>A request that never reached a route: its status in words.</summary>
    public static Problem OfRequest(int status) => status switch
    {
        StatusCodes.Status404NotFound => Of(new(RejectionCode.NotFound, Detail: "There is no such address."), status),
        StatusCodes.Status405MethodNotAllowed => Of(new(RejectionCode.Malformed, Detail: "The address does not take this method."), status),
        StatusCodes.Status413PayloadTooLarge =>
            Of(new(RejectionCode.Malformed, Detail: $"The body has more than {ApiLimits.MaxBodyBytes} bytes."), status),
        // The same request over a faster line is well formed.
        StatusCodes.Status408RequestTimeout =>
            Unavailable("The body did not come in time and nothing was changed: send the same request with the same id again.", status),
        _ => Of(new(RejectionCode.Malformed, Detail: $"The request could not be read (HTTP {status})."), status),
    };

    /// <summary>The outcome is not known, or the server has no room: to be tried again, with the same id.</summary>
    public static Problem Unavailable(string detail, int status = StatusCodes.Status503ServiceUnavailable) => new(
        "urn:yrd-clearing:unavailable", "The request could not be answered.", status, detail,
        "请求未能得到答复；请用同一标识重新发送。", UnavailableCode);

    public static int StatusOf(RejectionCode code) => code switch
    {
        RejectionCode.Malformed or RejectionCode.UnknownCommand => StatusCodes.Status400BadRequest,
        RejectionCode.NotAllowed => StatusCodes.Status403Forbidden,
        RejectionCode.NotFound => StatusCodes.Status404NotFound,
        RejectionCode.AlreadyExists or RejectionCode.CommandIdReused => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}

/// <summary>Refusals as answers of routes.</summary>
internal static class Refusals
{
    public static IResult Refuse(this Rejection rejection, int? status = null) => Answer(Problem.Of(rejection, status));

    public static IResult Malformed(string field, string detail) => new Rejection(RejectionCode.Malformed, field, detail).Refuse();

    public static IResult NotFound(string detail) => new Rejection(RejectionCode.NotFound, Detail: detail).Refuse();

    /// <summary>Not a refusal but a fault of ours or a limit reached: the same request may succeed later.</summary>
    public static IResult Unavailable(string detail) => Answer(Problem.Unavailable(detail));

    public static IResult Answer(Problem problem)
    {
        var answer = Results.Json(problem, ApiJson.Options, Problem.ContentType, problem.Status);
        return problem.Status == StatusCodes.Status503ServiceUnavailable ? new RetrySoon(answer) : answer;
    }

    /// <summary>Writes the problem outside a route (middleware); the response must not have started.</summary>
    public static Task WriteAsync(HttpContext http, Problem problem) => Answer(problem).ExecuteAsync(http);

    /// <summary>Tells when it may be tried again: a book that failed is open again in less than a second, and a queue is shorter.</summary>
    private sealed class RetrySoon(IResult answer) : IResult
    {
        private const string Seconds = "1";

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Seconds;
            return answer.ExecuteAsync(httpContext);
        }
    }
}
