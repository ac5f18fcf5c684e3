using Microsoft.Extensions.Logging;

namespace YrdClearing.Simulation.Cluster;

/// <summary>The log of what nobody may have to be told of in a run: nothing here is ever damaged.</summary>
internal sealed class NobodyIsTold : ILogger
{
    public static readonly NobodyIsTold Instance = new();

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw new InvalidOperationException(formatter(state, exception), exception);

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
