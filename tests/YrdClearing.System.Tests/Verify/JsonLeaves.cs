using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace YrdClearing.System.Tests.Verify;

/// <summary>A number or a text somewhere in stored JSON.</summary>
/// <param name="Path">Its fields from the root, <c>terms.amount</c>; elements of a list have no name of their own.</param>
internal sealed record JsonLeaf(string Path, JsonValue Value)
{
    public bool IsNumber => Value.GetValueKind() == JsonValueKind.Number;

    /// <summary>One more; another text; the opposite. A date or a time stays one.</summary>
    public void Change() => Value.ReplaceWith<JsonNode>(Value.GetValueKind() switch
    {
        JsonValueKind.Number => JsonValue.Create(Value.GetValue<long>() + 1),
        JsonValueKind.String => JsonValue.Create(Other(Value.GetValue<string>())),
        _                    => JsonValue.Create(Value.GetValueKind() != JsonValueKind.True),
    });

    private static string Other(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? $"{date.AddDays(1):yyyy-MM-dd}" : text + "0";
}

internal static class JsonLeaves
{
    private static readonly JsonSerializerOptions AsStored = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<JsonLeaf> Of(JsonNode? node, string path = "") => node switch
    {
        JsonObject o => o.SelectMany(p => Of(p.Value, path.Length == 0 ? p.Key : $"{path}.{p.Key}")),
        JsonArray a  => a.SelectMany(e => Of(e, path)),
        JsonValue v  => [new(path, v)],
        _            => [],
    };

    public static string Text(JsonNode json) => json.ToJsonString(AsStored);
}
