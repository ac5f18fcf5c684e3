using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace YrdClearing.Server;

/// <summary>
/// Bounds what the log grows by while a database or a silo is away and every request fails alike: of each kind of warning and error
/// (source, template, exception) so many are written in a window, and how many more there were is said when it is over. What is fatal, and
/// what is no fault, always passes. Safe to use from several threads.
/// </summary>
/// <param name="next">Where it goes on; disposed with this.</param>
internal sealed class RepeatedFaults(ILogEventSink next) : ILogEventSink, IDisposable
{
    /// <summary>Events of one kind in a window.</summary>
    public const int MaxOfKind = 20;

    /// <summary>By the events' own time; it begins with the first event after the last window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly MessageTemplate LeftOut = new MessageTemplateParser().Parse(
        "{Count} more of {Kind} ({Exception}) from {Source} in the {Seconds} seconds before are not in the log");

    private readonly Lock _lock = new();
    private readonly Dictionary<Kind, int> _seen = [];
    private DateTimeOffset _since;

    public void Emit(LogEvent logEvent)
    {
        lock (_lock)
        {
            // Also when the clock went back: the window would not end before it has caught up.
            if (logEvent.Timestamp - _since >= Window || logEvent.Timestamp < _since)
            {
                Tell(logEvent.Timestamp);
            }
            if (logEvent.Level is LogEventLevel.Warning or LogEventLevel.Error)
            {
                var kind = Kind.Of(logEvent);
                var seen = _seen[kind] = _seen.GetValueOrDefault(kind) + 1;
                if (seen > MaxOfKind)
                {
                    return;
                }
            }
            next.Emit(logEvent);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Tell(_since + Window);
            (next as IDisposable)?.Dispose();
        }
    }

    /// <summary>Says what was left out, and begins anew.</summary>
    private void Tell(DateTimeOffset now)
    {
        foreach (var (kind, seen) in _seen.Where(s => s.Value > MaxOfKind))
        {
            next.Emit(new LogEvent(now, LogEventLevel.Warning, exception: null, LeftOut,
            [
                new("Count", new ScalarValue(seen - MaxOfKind)),
                new("Kind", new ScalarValue(kind.Template)),
                new("Exception", new ScalarValue(kind.Exception)),
                new("Source", new ScalarValue(kind.Source)),
                new("Seconds", new ScalarValue((long)(now - _since).Duration().TotalSeconds)),
            ]));
        }
        _seen.Clear();
        _since = now;
    }

    /// <summary>As many as the programs have templates and exceptions.</summary>
    private readonly record struct Kind(string Source, string Template, string Exception)
    {
        public static Kind Of(LogEvent log) => new(
            log.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source) ? source.ToString("l", null) : "none",
            log.MessageTemplate.Text,
            log.Exception?.GetType().Name ?? "no exception");
    }
}
