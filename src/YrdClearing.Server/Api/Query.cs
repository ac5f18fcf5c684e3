using System.Globalization;
using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Server.Registrations;

namespace YrdClearing.Server.Api;

/// <summary>
/// The query parameters of one request, asked for by name; what was never asked for is unknown and refused. The first fault sticks, values
/// after it are defaults.
/// </summary>
internal sealed class Query(IQueryCollection given)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private Rejection? _fault;

    public string? Text(string name)
    {
        _asked.Add(name);
        if (!given.TryGetValue(name, out var values))
        {
            return null;
        }
        if (values is not [{ Length: > 0 } value])
        {
            return Fail<string>(name, "must be given once and not be empty");
        }
        if (value.Length > ApiLimits.MaxQueryValueChars)
        {
            return Fail<string>(name, $"has more than {ApiLimits.MaxQueryValueChars} characters");
        }
        return value.Any(char.IsControl) ? Fail<string>(name, "must not hold control characters") : value;
    }

    /// <summary>A page's size: 1 to <paramref name="max"/>.</summary>
    public int Limit(int max = ApiLimits.MaxPageItems, int @default = ApiLimits.DefaultPageItems) =>
        Text("limit") is not { } text ? @default
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= max ? limit
        : Fail<int>("limit", $"must be a whole number from 1 to {max}");

    /// <summary>A day at +08:00, <c>2026-03-31</c>.</summary>
    public DateOnly? Day(string name) =>
        Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue ? day
        : Fail<DateOnly?>(name, "must be a date such as 2026-03-31");

    /// <summary>A year of registration that must be given.</summary>
    public int Year(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= RegistrationReads.FirstYear and <= RegistrationReads.LastYear ? year
        : Fail<int>(name, $"must be a year from {RegistrationReads.FirstYear} to {RegistrationReads.LastYear}");

    public string? Word(string name, params IReadOnlyList<string> words) =>
        Text(name) is not { } text ? null
        : words.Contains(text) ? text
        : Fail<string>(name, "must be one of " + string.Join(", ", words));

    /// <summary>The position after which a page begins, as <see cref="Cursor"/> made it.</summary>
    public string? After(string name = "cursor") =>
        Text(name) is not { } text ? null
        : Cursor.Read(text) is { } position && !position.Any(char.IsControl) ? position
        : Fail<string>(name, "is not a cursor this server gave");

    /// <summary>A position that is a sequence number; 0 without one.</summary>
    public long AfterSeq() =>
        After() is not { } text ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq
        : Fail<long>("cursor", "is not a cursor of this list");

    /// <summary>To be asked last: the first fault, or the first parameter nobody asked for.</summary>
    public bool IsRefused(out IResult refusal)
    {
        var unknown = given.Keys.FirstOrDefault(k => !_asked.Contains(k));
        if (_fault is null && unknown is not null)
        {
            Fail<string>(Bounded(unknown), "is not a parameter of this call; it has " + string.Join(", ", _asked.Order()));
        }
        refusal = _fault is null ? Results.Empty : _fault.Refuse();
        return _fault is not null;
    }

    private T? Fail<T>(string name, string detail)
    {
        _fault ??= new(RejectionCode.Malformed, name, $"The query parameter {name} {detail}.");
        return default;
    }

    private static string Bounded(string name) =>
        Ids.IsWellFormed(name) ? name : "given";
}

/// <summary>Positions in lists, opaque to clients: base64url of UTF-8.</summary>
internal static class Cursor
{
    public static string Write(string position) => Convert.ToBase64String(Encoding.UTF8.GetBytes(position))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Null when the text is not base64url of well-formed UTF-8.</summary>
    public static string? Read(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
        {
            return null;
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>A page of a list; <see cref="Next"/> is null on the last one.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
