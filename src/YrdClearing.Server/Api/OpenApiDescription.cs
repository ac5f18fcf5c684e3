using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>Writes what <see cref="ApiCall"/> and the command catalogue say into the OpenAPI 3.1 document.</summary>
internal static class OpenApiDescription
{
    /// <summary>Refusals and what they mean, by HTTP status.</summary>
    private static readonly (string Status, Rejection Example)[] CommandRefusals =
    [
        ("400", new(RejectionCode.Malformed, "amount", "The field 'amount' has more than two decimals.")),
        ("403", RejectionCode.NotAllowed),
        ("404", RejectionCode.NotFound),
        ("409", RejectionCode.CommandIdReused),
        ("422", new(RejectionCode.VoucherBalanceInsufficient, Available: new(5_000_000), Needed: new(5_000_001), Policy: "P-310000-1")),
    ];

    private static readonly (string Status, Rejection Example)[] ReadRefusals =
    [
        ("400", new(RejectionCode.Malformed, "limit", "The query parameter limit must be a whole number from 1 to 200.")),
        ("404", RejectionCode.NotFound),
    ];

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "YrdClearing",
                Version = "v1",
                Description =
                    "Innovation vouchers of the Yangtze River Delta: issued, redeemed across provinces, cleared and paid. Amounts are "
                    + "strings in CNY with two decimals, times RFC 3339; dates and years are those of +08:00. A write carries its id in "
                    + "`Idempotency-Key`: sent again, it gets the first receipt and posts nothing. A refusal is `application/problem+json` "
                    + "with a stable `code`; only what is no HTTP/1.1, or has a request line above "
                    + $"{ApiLimits.MaxRequestLineBytes / 1024} KiB or headers above {ApiLimits.MaxHeaderBytes / 1024} KiB, gets a bare status. "
                    + "Where 503 (`unavailable`) was answered, `Retry-After` says when to send the same request again. "
                    + "Every read but the feed answers `HEAD` as well. What is named `.` or `..` is read by the parameter `id` of its list and "
                    + "changed by `POST /api/v1/commands`, for a path cannot carry such an id.",
                License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            document.Servers = [new() { Url = "/" }];
            foreach (var path in document.Paths.Values)
            {
                // Answered like GET, and said once above.
                path.Operations?.Remove(HttpMethod.Head);
            }
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            DescribeValue(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(async (operation, context, cancellation) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiCall>().FirstOrDefault() is { } call)
            {
                var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellation);
                Describe(operation, call, context.Document!, problem);
            }
        });
    }

    private static void DescribeValue(OpenApiSchema schema, Type type)
    {
        if (type == typeof(Money) || type == typeof(Money?) || type == typeof(MoneySum))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = @"^-?\d+\.\d{2}$";
            schema.Description = "CNY; in balances a debit is positive.";
        }
        else if (type == typeof(BusinessTime))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }
    }

    private static void Describe(OpenApiOperation operation, ApiCall call, OpenApiDocument document, OpenApiSchema problem)
    {
        var isAction = call.Commands.Count == 1;
        var isWrite = call.Commands.Count > 0;
        operation.OperationId = call.Id;
        operation.Summary = call.Summary;
        operation.Description = call.Description;
        operation.Parameters = call.Parameters.Select(p => (IOpenApiParameter)ParameterOf(p)).ToList();
        operation.Responses ??= [];
        if (isWrite)
        {
            DescribeWrite(operation, call, isAction);
        }
        else if (operation.Responses.GetValueOrDefault("200") is OpenApiResponse { Content: { } content } && content.Count > 0)
        {
            content.First().Value.Example = Node(call.Example);
            AddOtherForms(content, call);
        }
        AddComponentOnce(document, problem);
        foreach (var (status, rejection) in isWrite ? CommandRefusals : ReadRefusals)
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = rejection.Code switch
                {
                    RejectionCode.CommandIdReused => "The id, or what it would create, is taken.",
                    RejectionCode.VoucherBalanceInsufficient => "The rules of the network refuse it; `code` says which.",
                    _ => RejectionTexts.Title(rejection.Code),
                },
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problem.ContentType] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference(nameof(Problem), document),
                        Example = JsonSerializer.SerializeToNode(Problem.Of(rejection), ApiJson.Options),
                    },
                },
            };
        }
    }

    private static void AddOtherForms(IDictionary<string, OpenApiMediaType> content, ApiCall call)
    {
        if (call.IsCsvToo)
        {
            content["text/csv"] = new OpenApiMediaType { Schema = Text() };
        }
        if (call.Id == EventRoutes.Id)
        {
            content[EventRoutes.EventStream] = new OpenApiMediaType { Schema = Text() };
        }
    }

    private static void AddComponentOnce(OpenApiDocument document, OpenApiSchema problem)
    {
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas.TryAdd(nameof(Problem), problem);
    }

    private static void DescribeWrite(OpenApiOperation operation, ApiCall call, bool isAction)
    {
        var specs = call.Commands.Select(c => CommandCatalogue.Find(c)!).ToArray();
        if (isAction)
        {
            var route = call.Route!;
            CommandSchemas.AddPath(operation.Parameters!, route, specs[0]);
            operation.RequestBody = CommandSchemas.ActionBody(route, specs[0]);
            operation.Responses = new()
            {
                [route.Creates ? "201" : "200"] =
                    CommandSchemas.ReceiptResponse("Accepted, and applied in every book.", route, specs[0], pending: false),
                ["202"] =
                    CommandSchemas.ReceiptResponse("Accepted; effects in other books are on their way.", route, specs[0], pending: true),
            };
            return;
        }
        operation.RequestBody = CommandSchemas.AnyBody(specs);
        operation.Responses = new()
        {
            ["200"] = CommandSchemas.AnyResponse(specs[0]),
        };
    }

    private static OpenApiParameter ParameterOf(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = Enum.Parse<ParameterLocation>(parameter.Place, ignoreCase: true),
        Description = parameter.Description,
        Required = parameter.Required,
        Schema = Text(),
        Example = parameter.Example is { } example ? JsonValue.Create(example) : null,
    };

    internal static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);
}
