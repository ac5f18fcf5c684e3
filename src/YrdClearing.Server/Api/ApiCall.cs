namespace YrdClearing.Server.Api;

/// <summary>What the documentation says of one call: attached to its route, read when the OpenAPI document is made.</summary>
/// <param name="Id">The operation's id, unique in the document.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">Sentences, Markdown.</param>
internal sealed record ApiCall(string Id, string Summary, string Description)
{
    /// <summary>The section of the documentation it stands in.</summary>
    public required string Tag { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>An answer as JSON.</summary>
    public string? Example { get; init; }

    /// <summary>The record the answer is made of; null where the example says enough.</summary>
    public Type? Answer { get; init; }

    /// <summary>True when the call may also answer with CSV.</summary>
    public bool IsCsvToo { get; init; }

    /// <summary>True when the answer may have tens of thousands of lines, all of which are in memory until it is sent.</summary>
    public bool IsLarge { get; init; }

    /// <summary>
    /// The parameter of the query with which, and only with which, the call is counted among the large ones: all of a book is read for it,
    /// however short the answer.
    /// </summary>
    public string? IsLargeWith { get; init; }

    /// <summary>The commands this call takes, by name; empty for reads.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>The route of the one command that this call takes; null for other calls.</summary>
    public CommandRoute? Route { get; init; }
}

/// <summary>A parameter of a call, beside its body.</summary>
internal sealed record ApiParameter(string Name, string Place, string Description, string? Example = null, bool Required = false)
{
    public static ApiParameter InQuery(string name, string description, string? example = null) => new(name, "query", description, example);

    public static ApiParameter InPath(string name, string description, string example) =>
        new(name, "path", description, example, Required: true);

    public static ApiParameter InHeader(string name, string description, string? example = null, bool required = false) =>
        new(name, "header", description, example, required);

    public static ApiParameter Limit(int @default, int max) =>
        InQuery("limit", $"Items of a page, 1 to {max}; {@default} if not given.", "50");

    public static readonly ApiParameter After = InQuery("cursor", "The `next` of the page before; without it the first page.");

    public static readonly ApiParameter Format = InQuery("format", "`json` or `csv`; outranks `Accept`.", "json");
}

internal static class ApiCalls
{
    /// <summary>A read answers HEAD as well (RFC 9110, section 9.1), with all that GET would but the body.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder api, string path, Delegate read) =>
        api.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], read);

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, ApiCall call)
    {
        route.WithMetadata(call).WithName(call.Id).WithTags(call.Tag);
        return call.Answer is null ? route : route.Produces(StatusCodes.Status200OK, call.Answer, "application/json");
    }
}
