using System.Diagnostics.Metrics;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>Shows how this silo's books stand, one value a book, to whoever asks for it. The meter goes with the silo.</summary>
internal sealed class BookGauges : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Books that have a value of their own; what is beyond is one value, the largest, under this name.</summary>
    private const int MaxBooks = 500;

    private const string Others = "other";

    private readonly LocalGrains _local;
    private readonly Meter _meter = new(Telemetry.Name);

    public BookGauges(LocalGrains local, ClockCheck clock)
    {
        _local = local;
        _meter.CreateObservableGauge(
            "yrd.clock.ahead", () => clock.Ahead.TotalSeconds, "s", "How far the silo's clock is ahead of the database's");
        _meter.CreateObservableGauge("yrd.book.queue", () => OfBooks<long>(b => b.Queued), "{commit}", "Commits that wait for their batch");
        _meter.CreateObservableGauge("yrd.outbox.pending", () => OfBooks<long>(b => b.Pending), "{message}", "Messages not applied yet");
        _meter.CreateObservableGauge("yrd.outbox.lag", () => OfBooks(b => b.Lag.TotalSeconds), "s", "Age of the oldest of them");
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
        // It measures from its creation on; the lifecycle only creates it.
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> OfBooks<T>(Func<RunningBook, T> value)
        where T : struct
    {
        var books = _local.Books.OrderBy(b => b.Name, StringComparer.Ordinal).Select(b => (b.Name, Value: value(b))).ToList();
        foreach (var (book, measured) in books.Take(MaxBooks))
        {
            yield return new(measured, new KeyValuePair<string, object?>("book", book));
        }
        if (books.Count > MaxBooks)
        {
            yield return new(books.Skip(MaxBooks).Max(b => b.Value), new KeyValuePair<string, object?>("book", Others));
        }
    }
}
