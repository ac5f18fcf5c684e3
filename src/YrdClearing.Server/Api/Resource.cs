using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>A kind of thing that can be listed, filtered and fetched by its id.</summary>
/// <param name="Name">The path's first part, plural: <c>vouchers</c>.</param>
/// <param name="Kind">The state rows' kind.</param>
/// <param name="Id">What names one, in the words of the commands: <c>voucher</c>; two parts for a policy.</param>
/// <param name="Answer">The slice's read record.</param>
/// <param name="View">From the thing's own row, then the rows that belong to it.</param>
internal sealed record Resource(string Name, string Kind, string Id, Type Answer, Func<IReadOnlyList<StateRow>, object> View)
{
    /// <summary>What people call it, singular.</summary>
    public string Noun { get; init; } = Kind;

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    /// <summary>True when other rows belong to it (a voucher's orders) and are part of the answer.</summary>
    public bool HasParts { get; init; }

    /// <summary>A column that must be there, for things that are part of another's row (a claim of an order).</summary>
    public string? Requires { get; init; }

    public required string Summary { get; init; }

    public required string IdExample { get; init; }

    public required string Example { get; init; }
}

/// <summary>A query parameter that narrows a list.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Column">The state row's column it is compared with.</param>
/// <param name="Description">For the documentation.</param>
/// <param name="Prefix">What stands before the value in the column.</param>
internal sealed record Filter(string Name, string Column, string Description, string Prefix = "")
{
    public static readonly Filter Status = new("status", "status", "The status, as the items spell it.");
    public static readonly Filter Fund = new("fund", "fund", "Region code of the fund.");
    public static readonly Filter Enterprise = new("enterprise", "enterprise", "USCC of the enterprise.");
    public static readonly Filter Provider = new("provider", "provider", "USCC of the provider.");
}

/// <summary>The two reading calls of every resource.</summary>
internal static class ResourceEndpoints
{
    public static void Map(IEndpointRouteBuilder api, Resource resource)
    {
        var ids = resource.Id.Split('/').Select(i => i.Trim('{', '}')).ToArray();
        api.MapRead("/" + resource.Name, (HttpContext http, StateReads reads) => ListAsync(http, resource, reads)).Describe(new(
            resource.Name,
            $"List {resource.Name}",
            resource.Summary + " Pages in the order of their ids; give the answer's `next` as `cursor` to go on.")
        {
            Tag = resource.Name,
            Answer = typeof(Page<>).MakeGenericType(resource.Answer),
            Parameters =
            [
                .. resource.Filters.Select(f => ApiParameter.InQuery(f.Name, f.Description)),
                ApiParameter.InQuery("id", $"Only this {string.Join('/', ids)}: for one that a path cannot carry, such as `..`."),
                ApiParameter.Limit(ApiLimits.DefaultPageItems, ApiLimits.MaxPageItems),
                ApiParameter.After,
            ],
            Example = $$"""{"items":[{{resource.Example}}],"next":null}""",
        });
        var path = $"/{resource.Name}/{resource.Id}";
        api.MapRead(path, (HttpContext http, StateReads reads) => GetAsync(http, resource, ids, reads)).Describe(new(
            resource.Name + ".get", $"Get one of the {resource.Name}", resource.Summary)
        {
            Tag = resource.Name,
            Answer = resource.Answer,
            Parameters = ids.Zip(
                resource.IdExample.Split('/'), (id, example) => ApiParameter.InPath(id, $"The {id}'s id.", example)).ToArray(),
            Example = resource.Example,
        });
    }

    private static async Task<IResult> ListAsync(HttpContext http, Resource resource, StateReads reads)
    {
        var query = new Query(http.Request.Query);
        var filters = new List<FilterValue>();
        foreach (var filter in resource.Filters)
        {
            if (query.Text(filter.Name) is { } value)
            {
                filters.Add(new(filter.Column, filter.Prefix + value));
            }
        }
        if (query.Text("id") is { } id)
        {
            filters.Add(new("id", $"{resource.Kind}:{id}"));
        }
        if (resource.Requires is { } column && filters.All(f => f.Column != column))
        {
            filters.Add(new(column, null));
        }
        var (limit, after) = (query.Limit(), query.After());
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        var page = await reads.ListAsync(resource.Kind, filters, after, limit, http.RequestAborted);
        var parts = resource.HasParts
            ? await reads.ChildrenAsync(page.Items.Select(r => r.Id).ToList(), http.RequestAborted)
            : Enumerable.Empty<StateRow>().ToLookup(r => r.Id);
        var views = page.Items.Select(row => resource.View([row, .. parts[row.Id]])).ToList();
        return Results.Json(new Page<object>(views, page.Next), ApiJson.Options);
    }

    private static async Task<IResult> GetAsync(HttpContext http, Resource resource, IReadOnlyList<string> ids, StateReads reads)
    {
        if (new Query(http.Request.Query).IsRefused(out var refusal))
        {
            return refusal;
        }
        var id = $"{resource.Kind}:{string.Join('/', ids.Select(i => Unescaped((string)http.GetRouteValue(i)!)))}";
        var row = await reads.FindAsync(id, http.RequestAborted);
        if (row is null || (resource.Requires == "claim" && row.Claim is null))
        {
            return Refusals.NotFound($"There is no such {resource.Noun}.");
        }
        var parts = resource.HasParts ? (await reads.ChildrenAsync([row.Id], http.RequestAborted))[row.Id] : [];
        return Results.Json(resource.View([row, .. parts]), ApiJson.Options);
    }

    /// <summary>A slash is the one thing that the server leaves escaped in a path; a registration's number may have one.</summary>
    private static string Unescaped(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
