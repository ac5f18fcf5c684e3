using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YrdClearing.Domain.Ledger;

/// <summary>
/// Amounts of any number of rows added up, in whole fen: 9,224 of the largest amounts are more than <see cref="Money"/> holds. Nothing is
/// posted with it.
/// </summary>
/// <param name="Fen">The sum in fen; may be negative.</param>
[JsonConverter(typeof(MoneySumJson))]
public readonly record struct MoneySum(Int128 Fen)
{
    public static readonly MoneySum Zero;

    public static implicit operator MoneySum(Money amount) => new(amount.Fen);

    public static MoneySum operator +(MoneySum a, MoneySum b) => new(checked(a.Fen + b.Fen));
    public static MoneySum operator -(MoneySum a, MoneySum b) => new(checked(a.Fen - b.Fen));
    public static MoneySum operator -(MoneySum a) => new(checked(-a.Fen));
    public static bool operator <(MoneySum a, MoneySum b) => a.Fen < b.Fen;
    public static bool operator >(MoneySum a, MoneySum b) => a.Fen > b.Fen;

    public static MoneySum Of(IEnumerable<MoneySum> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    public static MoneySum Of(IEnumerable<Money> amounts) => Of(amounts.Select(a => (MoneySum)a));

    /// <summary>A sum as databases give it: whole fen as text.</summary>
    public static MoneySum OfFen(string fen) => new(Int128.Parse(fen, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    /// <summary>For a column of 64 bits, which stays empty when the sum is more than it holds.</summary>
    public Money? InColumn => Fen >= long.MinValue && Fen <= long.MaxValue ? new Money((long)Fen) : null;

    /// <summary>Two decimals, a point, no grouping: <c>-1200.00</c>.</summary>
    public override string ToString()
    {
        var magnitude = Int128.Abs(Fen);
        return string.Create(CultureInfo.InvariantCulture, $"{(Fen < 0 ? "-" : "")}{magnitude / 100}.{(int)(magnitude % 100):00}");
    }
}

/// <summary>Stored and sent between silos as a whole number of fen, as <see cref="Money"/> is.</summary>
public sealed class MoneySumJson : JsonConverter<MoneySum>
{
    public override MoneySum Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? MoneySum.OfFen(JsonElement.ParseValue(ref reader).GetRawText())
            : throw new JsonException("A sum is a number.");

    public override void Write(Utf8JsonWriter writer, MoneySum value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Fen.ToString(CultureInfo.InvariantCulture));
}
