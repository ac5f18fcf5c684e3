using System.Globalization;
using System.Text.Json;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Simulation.Invariants;

/// <summary>How the model reads an event's JSON.</summary>
internal static class EventJson
{
    public static string Text(this JsonElement e, string name) => e.GetProperty(name).GetString()!;

    public static long Fen(this JsonElement e, string name) => e.GetProperty(name).GetInt64();

    /// <summary>Null when it is left out.</summary>
    public static long? FenOr(this JsonElement e, string name) => e.TryGetProperty(name, out var fen) ? fen.GetInt64() : null;

    public static DateOnly Day(this JsonElement e, string name) =>
        DateOnly.ParseExact(e.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The items of an array; none when it is left out.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement e, string name) =>
        e.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    /// <summary>The calendar day at +08:00.</summary>
    public static DateOnly DayOf(BusinessTime at) =>
        DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(at.UnixMicroseconds * TimeSpan.TicksPerMicrosecond).AddHours(8));
}
