using Serilog;
using Serilog.Core;
using Serilog.Events;
using YrdClearing.Server;

namespace YrdClearing.System.Tests.Cli;

/// <summary>
/// Found in the silos' logs after faults on real processes: while the database was away each request that failed wrote 13 KB of the same.
/// </summary>
public sealed class RepeatedFaultsTests : ILogEventSink
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly List<LogEvent> _written = [];

    [Fact]
    public void Of_a_fault_that_comes_again_and_again_only_so_many_are_written_and_the_rest_is_counted()
    {
        using var faults = new RepeatedFaults(this);
        for (var i = 0; i < 1_000; i++)
        {
            faults.Emit(Event(LogEventLevel.Error, "{Method} failed", i * 10, new TimeoutException()));
        }
        _written.Count.ShouldBe(RepeatedFaults.MaxOfKind);

        faults.Emit(Event(LogEventLevel.Information, "{Method} ok", 60_000));
        _written.Count.ShouldBe(RepeatedFaults.MaxOfKind + 2);
        _written[^2].RenderMessage().ShouldBe(
            """980 more of "{Method} failed" ("TimeoutException") from "Test" in the 60 seconds before are not in the log""");
        faults.Emit(Event(LogEventLevel.Error, "{Method} failed", 60_010, new TimeoutException()));
        _written.Count.ShouldBe(RepeatedFaults.MaxOfKind + 3);
    }

    /// <summary>Found by reading: after a clock was set back the log was silent until it had caught up.</summary>
    [Fact]
    public void After_the_clock_went_back_faults_are_written_again()
    {
        using var faults = new RepeatedFaults(this);
        for (var i = 0; i <= RepeatedFaults.MaxOfKind; i++)
        {
            faults.Emit(Event(LogEventLevel.Error, "{Method} failed", i));
        }
        faults.Emit(Event(LogEventLevel.Error, "{Method} failed", -5 * 3_600_000));
        _written.Count.ShouldBe(RepeatedFaults.MaxOfKind + 2, "what was left out is said, too");
    }

    [Fact]
    public void Other_faults_what_is_no_fault_and_what_is_fatal_pass()
    {
        using var faults = new RepeatedFaults(this);
        for (var i = 0; i < 100; i++)
        {
            faults.Emit(Event(LogEventLevel.Information, "{Method} ok", i));
            faults.Emit(Event(LogEventLevel.Fatal, "a message was not applied", i));
        }
        _written.Count.ShouldBe(200);
        foreach (var level in new[] { LogEventLevel.Warning, LogEventLevel.Error })
        {
            faults.Emit(Event(level, $"one {level}", 200));
            faults.Emit(Event(level, $"one {level}", 200, new TimeoutException()));
        }
        _written.Count.ShouldBe(204);
    }

    [Fact]
    public void What_was_left_out_is_said_at_the_end()
    {
        using (var faults = new RepeatedFaults(this))
        {
            for (var i = 0; i <= RepeatedFaults.MaxOfKind; i++)
            {
                faults.Emit(Event(LogEventLevel.Warning, "late", i));
            }
        }
        _written[^1].RenderMessage().ShouldStartWith("""1 more of "late" ("no exception")""");
    }

    [Fact]
    public void The_servers_log_has_it()
    {
        var folder = Directory.CreateTempSubdirectory("yrd-test-");
        try
        {
            using (var log = (Logger)ServeLog.Create(Path.Combine(folder.FullName, "yrd-.log")))
            {
                for (var i = 0; i < 100; i++)
                {
                    log.Error("the same");
                }
            }
            var lines = File.ReadAllLines(folder.GetFiles().ShouldHaveSingleItem().FullName);
            lines.Length.ShouldBe(RepeatedFaults.MaxOfKind + 1);
            lines[^1].ShouldContain("\"Count\":80");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    void ILogEventSink.Emit(LogEvent logEvent) => _written.Add(logEvent);

    private static LogEvent Event(LogEventLevel level, string template, int milliseconds, Exception? exception = null) => new(
        Start.AddMilliseconds(milliseconds), level, exception, new Serilog.Parsing.MessageTemplateParser().Parse(template),
        [new(Constants.SourceContextPropertyName, new ScalarValue("Test"))]);
}
