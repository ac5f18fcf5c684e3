using System.Text.Json;
using System.Text.Json.Serialization;
using System.Globalization;

namespace YrdClearing.Domain.Commands;

/// <summary>An instant of business, as commands carry it: microseconds since 1970-01-01 UTC. Dates and years are those of +08:00.</summary>
[JsonConverter(typeof(BusinessTimeJson))]
public readonly record struct BusinessTime(long UnixMicroseconds) : IComparable<BusinessTime>
{
    /// <summary>China Standard Time; it has no daylight saving.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>The calendar day at +08:00.</summary>
    public DateOnly Day => DateOnly.FromDateTime(ToDateTimeOffset().DateTime);

    /// <summary>The calendar year at +08:00.</summary>
    public int Year => Day.Year;

    public static BusinessTime From(DateTimeOffset instant) => new((instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond);

    /// <summary>00:00 at +08:00 of the day after <paramref name="day"/>: a deadline given as a date ends then (24:00).</summary>
    public static BusinessTime EndOf(DateOnly day) => From(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Offset));

    /// <summary>True when the deadline <paramref name="day"/> (24:00) has been reached.</summary>
    public bool IsPast(DateOnly day) => Day > day;

    public DateTimeOffset ToDateTimeOffset() =>
        new DateTimeOffset(DateTime.UnixEpoch.Ticks + UnixMicroseconds * TicksPerMicrosecond, TimeSpan.Zero).ToOffset(Offset);

    public int CompareTo(BusinessTime other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    public static bool operator <(BusinessTime a, BusinessTime b) => a.UnixMicroseconds < b.UnixMicroseconds;
    public static bool operator >(BusinessTime a, BusinessTime b) => a.UnixMicroseconds > b.UnixMicroseconds;
    public static bool operator <=(BusinessTime a, BusinessTime b) => a.UnixMicroseconds <= b.UnixMicroseconds;
    public static bool operator >=(BusinessTime a, BusinessTime b) => a.UnixMicroseconds >= b.UnixMicroseconds;

    /// <summary>RFC 3339 at +08:00, with a fraction only where there is one.</summary>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
}

/// <summary>Stored as a whole number of microseconds.</summary>
public sealed class BusinessTimeJson : JsonConverter<BusinessTime>
{
    public override BusinessTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, BusinessTime value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.UnixMicroseconds);
}
