using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YrdClearing.Domain.Ledger;

/// <summary>
/// The one way domain records become JSON: camelCase, enums by name, nulls left out. Used for events, state bodies and messages.
/// </summary>
public static class DomainJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>As it is stored.</summary>
    public static StoredJson Store<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Options));

    public static T Read<T>(StoredJson json) =>
        JsonSerializer.Deserialize<T>(json.Utf8, Options) ?? throw new InvalidDataException($"Stored {typeof(T).Name} is null.");
}
