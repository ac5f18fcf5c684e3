using System.Text.Json;
using System.Text.Json.Serialization;

namespace YrdClearing.Domain.Ledger;

/// <summary>An amount of money in whole fen (CNY 0.01). Arithmetic is checked: an overflow throws, it never wraps.</summary>
/// <param name="Fen">The amount in fen; may be negative (a credit).</param>
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money(long Fen) : IComparable<Money>
{
    /// <summary>At most this many digits before the decimal point (scenario.md, "A line").</summary>
    public const int MaxIntegerDigits = 13;

    public static readonly Money Zero;

    public bool IsZero => Fen == 0;

    public static Money operator +(Money a, Money b) => new(checked(a.Fen + b.Fen));
    public static Money operator -(Money a, Money b) => new(checked(a.Fen - b.Fen));
    public static Money operator -(Money a) => new(checked(-a.Fen));
    public static bool operator <(Money a, Money b) => a.Fen < b.Fen;
    public static bool operator >(Money a, Money b) => a.Fen > b.Fen;
    public static bool operator <=(Money a, Money b) => a.Fen <= b.Fen;
    public static bool operator >=(Money a, Money b) => a.Fen >= b.Fen;

    public static Money Min(Money a, Money b) => a.Fen <= b.Fen ? a : b;
    public static Money Max(Money a, Money b) => a.Fen >= b.Fen ? a : b;

    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    /// <summary>
    /// floor(amount × rate) to the fen; the amount must not be negative (domain.md, "Vouchers": half-up would break "at most 50%").
    /// </summary>
    public Money TimesFloor(Rate rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Fen);
        return new((long)((Int128)Fen * rate.TenThousandths / Rate.One));
    }

    /// <summary>amount × rate to the fen, half a fen up; the amount must not be negative.</summary>
    public Money TimesHalfUp(Rate rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Fen);
        return new((long)(((Int128)Fen * rate.TenThousandths + Rate.One / 2) / Rate.One));
    }

    /// <summary>
    /// Reads <c>-?digits(.d{1,2})?</c> with at most <see cref="MaxIntegerDigits"/> digits before the point; anything else is refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Money money)
    {
        money = default;
        var negative = text.Length > 0 && text[0] == '-';
        var rest = negative ? text[1..] : text;
        if (!FixedPoint.TryParse(rest, MaxIntegerDigits, decimals: 2, out var fen))
        {
            return false;
        }
        money = new(negative ? -fen : fen);
        return true;
    }

    public static Money Parse(string text) =>
        TryParse(text, out var money) ? money : throw new FormatException($"'{text}' is not an amount.");

    /// <summary>Two decimals, a point, no grouping: <c>-1200.00</c>.</summary>
    public override string ToString() => new MoneySum(Fen).ToString();
}

/// <summary>Stored and sent between silos as a whole number of fen.</summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Fen);
}
