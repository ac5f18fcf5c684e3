using Microsoft.Extensions.Logging;

namespace YrdClearing.System.Tests;

/// <summary>A log that keeps what people were told.</summary>
internal sealed class ToldLog : ILogger
{
    public List<string> Told { get; } = [];

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Told.Add(formatter(state, exception));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
