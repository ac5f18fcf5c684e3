using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;

namespace YrdClearing.Server.Api;

/// <summary>Bodies and receipts of commands as JSON schemas and examples, made from what each command asks for.</summary>
internal static class CommandSchemas
{
    private const string Json = "application/json";
    private const string JsonLines = "application/x-ndjson";
    private const string AtExample = "2026-03-02T09:00:00+08:00";

    /// <summary>Somebody of the first kind that may send it.</summary>
    public static string ActorExample(CommandSpec spec) => spec.By switch
    {
        var by when by.Contains("operator")   => "operator:network",
        var by when by.Contains("bank")       => "bank:network",
        var by when by.Contains("clearing")   => "clearing:network",
        var by when by.Contains("market") && !by.Contains("fund") => "market:330000/li",
        var by when by.Contains("seller") || by.Contains("buyer") => "enterprise:91330000MAXX0071X8",
        var by when by.Contains("enterprise") => "enterprise:91310000MAXX00015X",
        var by when by.Contains("provider")   => "provider:91330000MAXX00031U",
        _                                     => "fund:310000/li",
    };

    public static void AddPath(IList<IOpenApiParameter> parameters, CommandRoute route, CommandSpec spec)
    {
        var fields = DescribedFields.Of(spec);
        foreach (var name in route.PathFields)
        {
            parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = SchemaOf(fields.Single(f => f.Name == name)),
                Example = Example(spec)[name]?.DeepClone() ?? JsonValue.Create(PathExample(name)),
            });
        }
    }

    /// <summary>A value of a field that a command's own example has no use for.</summary>
    private static string PathExample(string name) => name switch
    {
        "contract" => "K1",
        "listing"  => "L1",
        "bidder"   => "91340000MAXX00728C",
        _          => "M1",
    };

    /// <summary>The command's own fields but those of the path, and <c>at</c>.</summary>
    public static OpenApiRequestBody ActionBody(CommandRoute route, CommandSpec spec)
    {
        var fields = DescribedFields.Of(spec).Where(f => !route.PathFields.Contains(f.Name) && !route.Leaves.Contains(f.Name))
            .ToArray();
        var example = Example(spec);
        foreach (var name in route.PathFields.Concat(route.Leaves))
        {
            example.Remove(name);
        }
        if (example.Count == 0)
        {
            example["at"] = AtExample;
        }
        var schema = ObjectOf(fields);
        schema.Properties!["at"] = At();
        return new()
        {
            Required = fields.Any(f => !f.IsOptional),
            Content = Of(Json, schema, example),
        };
    }

    public static OpenApiRequestBody AnyBody(IReadOnlyList<CommandSpec> specs)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A command: the members below and the fields of the command that `do` names, as its own call describes them.",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["do"] = Words(specs.Select(s => s.Do)),
                ["id"] = Id(),
                ["as"] = OpenApiDescription.Text(),
                ["at"] = At(),
                ["expect"] = Text("As in a scenario's file; not compared here."),
            },
            Required = new HashSet<string> { "do" },
        };
        var one = new OpenApiMediaType
        {
            Schema = schema,
            Examples = specs.ToDictionary(
                s => s.Do, s => (IOpenApiExample)new OpenApiExample { Summary = s.Summary, Value = Whole(s, "c-1") }),
        };
        var lines = new OpenApiMediaType
        {
            Schema = OpenApiDescription.Text(),
            Example = JsonValue.Create(
                string.Concat(specs.Take(2).Select((s, i) => Whole(s, $"c-{i + 1}").ToJsonString(ApiJson.Options) + "\n"))),
        };
        return new() { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [Json] = one, [JsonLines] = lines } };
    }

    public static OpenApiResponse ReceiptResponse(string description, CommandRoute route, CommandSpec spec, bool pending) => new()
    {
        Description = description,
        Content = Of(Json, ReceiptSchema(), Receipt(route, spec, pending)),
    };

    public static OpenApiResponse AnyResponse(CommandSpec spec)
    {
        var content = Of(Json, ReceiptSchema(), Receipt(CommandRoutes.Of(spec.Do), spec, pending: false));
        var line = new JsonObject
        {
            ["line"] = 1,
            ["id"] = "c-1",
            ["do"] = spec.Do,
            ["outcome"] = CommandReader.Accepted,
            ["receipt"] = Receipt(CommandRoutes.Of(spec.Do), spec, pending: false),
        };
        content[JsonLines] = new OpenApiMediaType
        {
            Schema = OpenApiDescription.Text(),
            Example = JsonValue.Create(line.ToJsonString(ApiJson.Options) + "\n"),
        };
        return new()
        {
            Description = "One command: its receipt (201 when it created something, 202 when effects are still on their way). "
                + "A stream: an answer a line, with the receipt or the problem.",
            Content = content,
        };
    }

    private static JsonObject Receipt(CommandRoute route, CommandSpec spec, bool pending)
    {
        var example = Example(spec);
        var parts = (route.Resource ?? "/books/network/entries/57").Split('/')
            .Select(p => p.StartsWith('{') ? example[p.Trim('{', '}')]?.GetValue<string>() ?? "K1" : p);
        var receipt = new JsonObject
        {
            ["id"] = "c-1",
            ["outcome"] = CommandReader.Accepted,
            ["seq"] = route.Resource is null ? "network/57" : "fund:310000/57",
            ["at"] = AtExample,
            ["resource"] = ApiEndpoints.Root + string.Join('/', parts),
        };
        if (pending)
        {
            receipt["pending"] = true;
        }
        return receipt;
    }

    private static OpenApiSchema ReceiptSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = Id(),
            ["outcome"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = CommandReader.Accepted },
            ["seq"] = Text("Book and number of the command's entry."),
            ["at"] = At(),
            ["resource"] = Text("What changed, to read it."),
            ["pending"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Boolean,
                Description = "True when effects are still on their way; else absent.",
            },
        },
        Required = new HashSet<string> { "id", "outcome", "seq", "at", "resource" },
    };

    private static OpenApiSchema ObjectOf(IReadOnlyList<FieldDescription> fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(f => f.Name, f => (IOpenApiSchema)SchemaOf(f)),
        Required = fields.Where(f => !f.IsOptional).Select(f => f.Name).ToHashSet(),
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema SchemaOf(FieldDescription field) => field.Type switch
    {
        FieldType.Id      => Id(),
        FieldType.Uscc    => Text("Unified social credit code, 18 characters (GB 32100-2015)."),
        FieldType.Region  => Text("Six digits (GB/T 2260).", "^[0-9]{6}$"),
        FieldType.Text    => Text("At most 200 characters."),
        FieldType.Amount  => Text("CNY, at most two decimals.", @"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"),
        FieldType.Rate    => RateSchema(),
        FieldType.Rates   => new() { Type = JsonSchemaType.Object, AdditionalProperties = RateSchema() },
        FieldType.Date    => new() { Type = JsonSchemaType.String, Format = "date" },
        FieldType.Whole   => new() { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = $"{field.Max}" },
        FieldType.Flag    => new() { Type = JsonSchemaType.Boolean },
        FieldType.Word    => Words(field.Words),
        FieldType.Texts   => new() { Type = JsonSchemaType.Array, MaxItems = 100, Items = Text("At most 200 characters.") },
        FieldType.Account => ObjectOf(
        [
            new("bankCode", FieldType.Text, false, [], null),
            new("number", FieldType.Text, false, [], null),
            new("name", FieldType.Text, false, [], null),
        ]),
        FieldType.List    => new()
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = 100,
            Items = ObjectOf(field.Items!),
        },
        FieldType.Plan    => new() { OneOf = [.. PlanKinds.All.Select(PlanSchema)] },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Type, null),
    };

    private static OpenApiSchema PlanSchema(PlanKind kind)
    {
        var schema = ObjectOf(
            [new(PlanKinds.Member, FieldType.Word, IsOptional: false, [kind.Name], null), .. DescribedFields.Of(kind)]);
        schema.Description = kind.Summary;
        return schema;
    }

    private static OpenApiSchema Words(IEnumerable<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = words.Select(w => (JsonNode)JsonValue.Create(w)).ToList() };

    private static OpenApiSchema Id() => Text("1 to 64 of A-Z a-z 0-9 . _ -", "^[A-Za-z0-9._-]{1,64}$");

    private static OpenApiSchema RateSchema() => Text("From 0 to 1, at most four decimals.", @"^[0-9]+(\.[0-9]{1,4})?$");

    private static OpenApiSchema At() =>
        new() { Type = JsonSchemaType.String, Format = "date-time", Description = "Business time; the business clock's if not given." };

    private static OpenApiSchema Text(string description, string? pattern = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Pattern = pattern };

    private static Dictionary<string, OpenApiMediaType> Of(string type, OpenApiSchema schema, JsonNode example) =>
        new() { [type] = new OpenApiMediaType { Schema = schema, Example = example } };

    private static JsonObject Example(CommandSpec spec) => JsonNode.Parse(spec.Example)!.AsObject();

    private static JsonObject Whole(CommandSpec spec, string id)
    {
        var whole = new JsonObject { ["id"] = id, ["at"] = AtExample, ["as"] = ActorExample(spec), ["do"] = spec.Do };
        foreach (var (name, value) in Example(spec))
        {
            whole[name] = value?.DeepClone();
        }
        return whole;
    }
}
