using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YrdClearing.Domain.Ledger;

/// <summary>
/// JSON as it is stored, hashed and sent: its UTF-8 bytes, written once and never changed. Equal when the bytes are. Between silos it
/// travels as a text.
/// </summary>
[JsonConverter(typeof(AsText))]
public readonly struct StoredJson(byte[] utf8) : IEquatable<StoredJson>
{
    /// <summary>The bytes themselves; not to be changed.</summary>
    public byte[] Utf8 => utf8 ?? [];

    public static StoredJson Of(string json) => new(Encoding.UTF8.GetBytes(json));

    public override string ToString() => Encoding.UTF8.GetString(Utf8);

    public bool Equals(StoredJson other) => Utf8.AsSpan().SequenceEqual(other.Utf8);

    public override bool Equals(object? obj) => obj is StoredJson other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    public static bool operator ==(StoredJson left, StoredJson right) => left.Equals(right);

    public static bool operator !=(StoredJson left, StoredJson right) => !left.Equals(right);

    private sealed class AsText : JsonConverter<StoredJson>
    {
        public override StoredJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Of(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, StoredJson value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Utf8);
    }
}
