using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace YrdClearing.Server;

/// <summary>The log of a server: one compact JSON object a line, on standard output or in files. No personal data is ever logged, and no
/// fault more often than <see cref="RepeatedFaults"/> lets it.</summary>
public static class ServeLog
{
    /// <summary>One file holds at most this many bytes; then the next begins.</summary>
    private const long MaxFileBytes = 64L * 1024 * 1024;

    /// <summary>
    /// Files kept, at most 12.5 GiB: a day each on a quiet server, less on a busy one. The six months of domain.md's "Duties" are kept off
    /// the host (ops/runbook.md, "Logs").
    /// </summary>
    private const int KeptFiles = 200;

    /// <param name="file">Path of the log files, to which the date is added; null: standard output.</param>
    /// <param name="level">The least severe level that is written.</param>
    /// <param name="stop">Told to stop: what is broken off then is no fault.</param>
    /// <exception cref="IOException">No files can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public static Serilog.ILogger Create(string? file, LogEventLevel level = LogEventLevel.Information, CancellationToken stop = default)
    {
        if (file is not null)
        {
            // The sink itself would say nothing, and log nothing.
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!).FullName;
            File.Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        var log = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .Destructure.ToMaximumStringLength(1000)
            .Filter.ByExcluding(e => e.Exception is OperationCanceledException && stop.IsCancellationRequested)
            .Enrich.With<WithoutPaths>();
        return log.WriteTo.Sink(LoggerSinkConfiguration.Wrap(next => new RepeatedFaults(next), To)).CreateLogger();

        void To(LoggerSinkConfiguration sink)
        {
            var format = new CompactJsonFormatter();
            if (file is null)
            {
                sink.Console(format);
                return;
            }
            sink.File(
                format, file, rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, fileSizeLimitBytes: MaxFileBytes,
                retainedFileCountLimit: KeptFiles);
        }
    }

    /// <summary>Paths name parties and vouchers and are as long as a client likes; the route says enough.</summary>
    private sealed class WithoutPaths : ILogEventEnricher
    {
        public void Enrich(LogEvent log, ILogEventPropertyFactory properties) => log.RemovePropertyIfPresent("RequestPath");
    }
}
