using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YrdClearing.Domain.Ledger;

/// <summary>A share between 0 and 1 with four decimals, held as ten-thousandths (0.0035 is 35).</summary>
[JsonConverter(typeof(RateJson))]
public readonly record struct Rate(int TenThousandths)
{
    /// <summary>The ten-thousandths that make 1.</summary>
    public const int One = 10_000;

    /// <summary>
    /// Reads <c>digits(.d{1,4})?</c> between 0 and 1 inclusive; anything else is refused (scenario.md, Readings, Policies).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rate rate)
    {
        rate = default;
        if (!FixedPoint.TryParse(text, maxIntegerDigits: 9, decimals: 4, out var scaled) || scaled > One)
        {
            return false;
        }
        rate = new((int)scaled);
        return true;
    }

    public static Rate Parse(string text) =>
        TryParse(text, out var rate) ? rate : throw new FormatException($"'{text}' is not a rate between 0 and 1.");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TenThousandths / One}.{TenThousandths % One:0000}");
}

/// <summary>Stored and sent between silos as a whole number of ten-thousandths.</summary>
public sealed class RateJson : JsonConverter<Rate>
{
    public override Rate Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());
    public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TenThousandths);
}
