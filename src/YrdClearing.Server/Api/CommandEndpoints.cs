using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>The writing calls: a route for each command, and <c>POST /commands</c> for one command or a stream of them.</summary>
internal static class CommandEndpoints
{
    public const string ActorHeader = "X-Actor";
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>
    /// Says with <c>true</c> that what is sent was sent before and has no outcome. A refusal is then the last word on its id: an earlier
    /// attempt that is still on its way can no longer be accepted.
    /// </summary>
    public const string RetryHeader = "Idempotency-Retry";

    // Without an example: whoever tries the API out would send it unasked.
    private static readonly ApiParameter Retry = ApiParameter.InHeader(
        RetryHeader,
        "`true`: sent before, and no outcome is known. A refusal is then final: it takes the id, so that no earlier attempt which is still "
            + "on its way can be accepted. Without it a refusal takes no id, and the same id may be tried again later.");

    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var route in CommandRoutes.All)
        {
            api.MapPost(route.Path, (HttpContext http, CommandGate gate) => ActAsync(http, route, gate)).Describe(Describe(route));
        }
        api.MapPost("/commands", SendAsync).Describe(new(
            "commands",
            "Send commands",
            "One command as `application/json`, or a stream of commands as `application/x-ndjson`: a JSON object a line, each with an "
                + "`id`. Lines are executed and answered in order, a line each; the time of a line (`at`) is never earlier than that of "
                + "the line before and is taken from it when not given. A refused line does not stop the stream. One that ends before its "
                + "body does says so with the outcome `unavailable`: send that line and those after it again with the same ids. It ends "
                + "when a line's outcome is unknown, when the server stops, when no line came for "
                + $"{ApiLimits.MaxStreamSilence.TotalMinutes} minutes, and after {ApiLimits.MaxStreamTime.TotalMinutes} minutes in any case. "
                + "Read the answers while you send: whoever takes longer than "
                + $"{ApiLimits.MaxWaitForReader.TotalSeconds} seconds for 32 KiB of them is hung up on without a word. Lines that were "
                + "accepted stay accepted, answered or not: sent again with the same ids they get their first receipts.")
        {
            Tag = "commands",
            Commands = CommandCatalogue.All.Select(s => s.Do).ToArray(),
            Parameters =
            [
                ApiParameter.InHeader(ActorHeader, "Who asks, for commands that do not say it themselves (`as`).", "operator:network"),
                ApiParameter.InHeader(KeyHeader, "The id of one command that does not bring its own (`id`).", "c-1"),
                Retry,
            ],
        });
    }

    private static ApiCall Describe(CommandRoute route)
    {
        var spec = CommandCatalogue.Find(route.Do) ?? throw new InvalidOperationException($"{route.Do} has a route but is no command.");
        // The id of the call: a command's second route is told apart by the section it stands in.
        var id = route == CommandRoutes.Of(route.Do) ? route.Do : $"{route.Path.Split('/')[1]}.{route.Do}";
        return new(id, spec.Summary.TrimEnd('.'), $"{spec.SummaryZh}\n\nSent by: {spec.By}. Command: `{route.Do}`.")
        {
            Tag = route.Path.Split('/')[1],
            Commands = [route.Do],
            Route = route,
            Parameters =
            [
                ApiParameter.InHeader(
                    ActorHeader, "Who asks: `KIND:KEY` or `KIND:KEY/PERSON`.", CommandSchemas.ActorExample(spec), required: true),
                ApiParameter.InHeader(
                    KeyHeader, "The command's id, made by the client: sent again, the first receipt is the answer.", "c-1", required: true),
                Retry,
            ],
        };
    }

    private static async Task<IResult> ActAsync(HttpContext http, CommandRoute route, CommandGate gate)
    {
        var given = new List<KeyValuePair<string, string>> { new("do", route.Do) };
        given.AddRange(route.PathFields.Select(f => KeyValuePair.Create(f, (string)http.GetRouteValue(f)!)));
        if (Headers(http, given, out var isRetry) is { } refused)
        {
            return refused;
        }
        foreach (var header in new[] { KeyHeader, ActorHeader })
        {
            if (http.Request.Headers[header].Count == 0)
            {
                return Refusals.Malformed(header, $"A write needs the header {header}.");
            }
        }
        return await ExecuteAsync(http, route, given, isRetry, gate);
    }

    private static async Task<IResult> SendAsync(HttpContext http, CommandGate gate, CommandStream stream)
    {
        var given = new List<KeyValuePair<string, string>>();
        if (Headers(http, given, out var isRetry) is { } refused)
        {
            return refused;
        }
        if (!CommandStream.IsWanted(http))
        {
            return await ExecuteAsync(http, route: null, given, isRetry, gate);
        }
        given.RemoveAll(g => g.Key == "id");
        return await stream.AnswerAsync(http, given, isRetry);
    }

    /// <summary>Takes actor, id and retry from their headers; a refusal when one is given twice or the query is not empty.</summary>
    private static IResult? Headers(HttpContext http, List<KeyValuePair<string, string>> given, out bool isRetry)
    {
        isRetry = false;
        if (new Query(http.Request.Query).IsRefused(out var refusal))
        {
            return refusal;
        }
        foreach (var (header, field) in new[] { (ActorHeader, "as"), (KeyHeader, "id") })
        {
            var values = http.Request.Headers[header];
            if (values.Count > 1)
            {
                return Refusals.Malformed(header, $"The header {header} is given more than once.");
            }
            if (values.Count == 1)
            {
                given.Add(new(field, values[0] ?? ""));
            }
        }
        var retry = http.Request.Headers[RetryHeader];
        return retry.Count == 0 || (retry.Count == 1 && bool.TryParse(retry[0], out isRetry))
            ? null
            : Refusals.Malformed(RetryHeader, $"The header {RetryHeader} is true or false.");
    }

    private static async Task<IResult> ExecuteAsync(
        HttpContext http, CommandRoute? route, IReadOnlyList<KeyValuePair<string, string>> given, bool isRetry, CommandGate gate)
    {
        var body = await ReadBodyAsync(http);
        if (body.Length > 0 && !IsJson(http.Request.ContentType))
        {
            return new Rejection(RejectionCode.Malformed, "Content-Type", $"The body must be {Json}.")
                .Refuse(StatusCodes.Status415UnsupportedMediaType);
        }
        var command = CommandReader.WithoutByteOrderMark(body);
        var read = gate.Read(command.IsEmpty && route is not null ? "{}"u8 : command, given);
        var answer = await gate.ExecuteAsync(read, ApiLimits.MaxWaitForMessages, CancellationToken.None, http.RequestAborted, isRetry);
        if (answer.Receipt is not { } accepted)
        {
            return answer.Rejection!.Refuse();
        }
        var receipt = ReceiptView.Of(accepted, read.Envelope!, answer.IsPending);
        var creates = CommandRoutes.Of(read.Do!).Creates;
        if (creates)
        {
            http.Response.Headers.Location = receipt.Resource;
        }
        return Results.Json(receipt, ApiJson.Options, statusCode:
            receipt.Pending ? StatusCodes.Status202Accepted : creates ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>The whole body; a longer one than <see cref="ApiLimits.MaxBodyBytes"/> ends in Kestrel's 413.</summary>
    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static bool IsJson(string? contentType) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
