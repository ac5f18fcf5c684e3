using System.CommandLine;
using System.Globalization;
using Serilog.Events;
using YrdClearing.Journal;
using YrdClearing.Server.Api;

namespace YrdClearing.Server.Sample;

/// <summary><c>yrd demo</c>: a sample year through the real pipeline, what came of it, the proof, and a server to look around in.</summary>
internal static class DemoCommand
{
    public const string DefaultFolder = "./data/demo";

    /// <summary>An invariant failed, or a line's outcome was not the expected one.</summary>
    private const int Failed = 1;

    /// <summary>The demo could not begin.</summary>
    private const int NotStarted = 2;

    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The folder for the demo's data; a finished sample year in it is served again.",
            DefaultValueFactory = _ => DefaultFolder,
        };
        var seed = SampleCommand.Seed();
        var listen = new Option<string>("--listen") { Description = "Where to serve.", DefaultValueFactory = _ => ListenAddress.Default };
        var noServe = new Option<bool>("--no-serve") { Description = "End when the year is replayed and verified." };
        var command = new Command("demo", """
            Play a sample year through the real pipeline, show who owed whom and what was netted and paid, verify it, then serve it.
            生成并回放一个示例年度，显示应收应付、轧差与支付，校验账目，然后启动服务。

            Examples:
              yrd demo
              yrd demo --no-serve --data ./data/year2 --seed 2
            """)
        {
            data, seed, listen, noServe,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var address = ListenAddress.Check(parsed.GetRequiredValue(listen), allowRemote: false);
                var folder = new DemoFolder(parsed.GetRequiredValue(data), parsed.GetValue(seed));
                var isProved = await new DemoRun(folder, TimeProvider.System, output, error).RunAsync(cancellation);
                if (isProved && !parsed.GetValue(noServe))
                {
                    await ServeAsync(folder, address, output, cancellation);
                }
                return isProved ? 0 : Failed;
            }
            catch (Exception e) when (e is DemoFolderException or DataFolderInUseException or FormatException or IOException)
            {
                await error.WriteLineAsync(e.Message);
                return NotStarted;
            }
        });
        return command;
    }

    private static async Task ServeAsync(DemoFolder folder, ListenAddress address, TextWriter output, CancellationToken cancellation)
    {
        var log = ServeLog.Create(file: null, LogEventLevel.Warning);
        await using var host = await ApiHost.StartAsync(folder.Store, address, TimeProvider.System, log, ServeSchedule.EveryDay, cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Serving {host.Url}/api/v1 until Ctrl+C · 服务已启动，Ctrl+C 结束
              the calls and their examples   {host.Url}/scalar
              one voucher                    curl {host.Url}/api/v1/vouchers/V2025-00001
            """));
        await host.WaitForShutdownAsync(cancellation);
    }
}
