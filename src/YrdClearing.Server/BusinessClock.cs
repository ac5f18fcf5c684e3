using System.Globalization;
using YrdClearing.Domain.Commands;
using YrdClearing.Journal;

namespace YrdClearing.Server;

/// <summary>
/// Business time for commands that name none: the system clock plus an offset kept with the data (scenario.md, "Clock"). A demo sets the
/// offset, so that its year does not expire overnight.
/// </summary>
public sealed class BusinessClock(TimeProvider system, TimeSpan offset)
{
    /// <summary>The meta row that holds the offset in whole seconds.</summary>
    public const string MetaName = "clock-offset";

    public TimeSpan Offset => offset;

    public BusinessTime Now => BusinessTime.From(system.GetUtcNow() + offset);

    /// <summary>Reads the offset kept with the data; without one the business clock is the system clock.</summary>
    /// <exception cref="InvalidDataException">The stored offset is not a whole number of seconds.</exception>
    public static async Task<BusinessClock> LoadAsync(JournalStore store, TimeProvider system, CancellationToken cancellation)
    {
        var text = await store.MetaAsync(MetaName, cancellation);
        if (text is null)
        {
            return new(system, TimeSpan.Zero);
        }
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? new(system, TimeSpan.FromSeconds(seconds))
            : throw new InvalidDataException($"The stored {MetaName} '{text}' is not a whole number of seconds.");
    }

    /// <summary>Keeps with the data the offset that makes the business clock show <paramref name="now"/> at this moment.</summary>
    public static Task SetAsync(JournalStore store, TimeProvider system, BusinessTime now, CancellationToken cancellation)
    {
        var seconds = (now.ToDateTimeOffset() - system.GetUtcNow()).Ticks / TimeSpan.TicksPerSecond;
        return store.SetMetaAsync(MetaName, seconds.ToString(CultureInfo.InvariantCulture), cancellation);
    }
}
