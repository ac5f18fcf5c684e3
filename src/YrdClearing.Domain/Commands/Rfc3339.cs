using System.Diagnostics.CodeAnalysis;

namespace YrdClearing.Domain.Commands;

/// <summary>
/// Times as RFC 3339 writes them, and only so: seconds and offset must be there; a leap second is refused, for it could not be kept
/// (scenario.md, "A line": nothing is guessed). A fraction may have any number of digits.
/// </summary>
public static class Rfc3339
{
    /// <summary>
    /// The years (of the text as it stands) in which business may happen; every deadline after them still has a calendar day.
    /// </summary>
    public const int MinYear = 1900;
    public const int MaxYear = 8999;

    /// <summary>A business time is kept to the microsecond; further digits are cut off, so that no time passes into the next day.</summary>
    private const int KeptDigits = 6;

    private const string NotATime = "is not an RFC 3339 time with seconds and an offset, such as 2026-03-02T09:00:00+08:00";

    // yyyy-MM-ddTHH:mm:ss, then a fraction, then Z or ±HH:mm.
    private const int SecondsEnd = 19;
    private const int OffsetLength = 6;

    /// <summary>True for a day of those years; a deadline must be one, for after the last day of the calendar there is none.</summary>
    public static bool IsInRange(DateOnly day) => day.Year is >= MinYear and <= MaxYear;

    /// <summary>Reads the text; <paramref name="fault"/> says in plain English what is wrong with it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BusinessTime time, [NotNullWhen(false)] out string? fault)
    {
        time = default;
        fault = NotATime;
        if (text.Length <= SecondsEnd
            || !Number(text, 0, 4, out var year) || text[4] != '-' || !Number(text, 5, 2, out var month) || text[7] != '-'
            || !Number(text, 8, 2, out var day) || text[10] is not ('T' or 't') || !Number(text, 11, 2, out var hour) || text[13] != ':'
            || !Number(text, 14, 2, out var minute) || text[16] != ':' || !Number(text, 17, 2, out var second))
        {
            return false;
        }
        var rest = text[SecondsEnd..];
        if (!Fraction(ref rest, out var microseconds))
        {
            fault = "has no digit after the point";
            return false;
        }
        if (!Offset(rest, out var offsetMinutes))
        {
            return false;
        }
        if (year is < MinYear or > MaxYear)
        {
            fault = $"lies outside the years {MinYear} to {MaxYear}";
            return false;
        }
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            fault = "is not a time of the calendar (leap seconds are not taken)";
            return false;
        }
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddMinutes(-offsetMinutes);
        time = new(BusinessTime.From(new DateTimeOffset(local, TimeSpan.Zero)).UnixMicroseconds + microseconds);
        fault = null;
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out int microseconds)
    {
        microseconds = 0;
        if (rest.Length == 0 || rest[0] != '.')
        {
            return true;
        }
        var digits = 0;
        while (digits + 1 < rest.Length && char.IsAsciiDigit(rest[digits + 1]))
        {
            digits++;
        }
        if (digits == 0)
        {
            return false;
        }
        for (var i = 1; i <= KeptDigits; i++)
        {
            microseconds = microseconds * 10 + (i <= digits ? rest[i] - '0' : 0);
        }
        rest = rest[(digits + 1)..];
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> rest, out int minutes)
    {
        minutes = 0;
        if (rest.Length == 1 && rest[0] is 'Z' or 'z')
        {
            return true;
        }
        if (rest.Length != OffsetLength || rest[0] is not ('+' or '-') || rest[3] != ':'
            || !Number(rest, 1, 2, out var hour) || !Number(rest, 4, 2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }
        minutes = (rest[0] == '-' ? -1 : 1) * (hour * 60 + minute);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, int start, int length, out int value)
    {
        value = 0;
        foreach (var c in text.Slice(start, length))
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
