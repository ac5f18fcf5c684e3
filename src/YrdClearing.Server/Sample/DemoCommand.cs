using System.CommandLine;
using Serilog.Events;
using YrdClearing.Grains;
using YrdClearing.Server.Api;
using YrdClearing.Server.Cli;

namespace YrdClearing.Server.Sample;

/// <summary><c>yrd demo</c>: a sample year through the real pipeline, what came of it, the proof, and a server to look around in.</summary>
internal static class DemoCommand
{
    public const string DefaultFolder = "./data/demo";

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder for the demo's data: a new one, or one that holds the same sample year.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultFolder,
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to serve, HOST:PORT on this machine; port 0 takes a free one.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => ListenAddress.Default,
    };

    private static readonly Option<bool> NoServe = new("--no-serve") { Description = "End when the year is replayed and verified." };

    public static ExampleCommand Create()
    {
        var command = new ExampleCommand(
            "demo",
            "Plays a sample year, shows who owed whom and what was netted and paid, verifies it, then serves it. 回放示例年度并启动服务。",
            "yrd demo",
            "yrd demo --no-serve --seed 2 --data ./data/another-year")
        {
            SampleCommand.Seed,
            Data,
            Listen,
            NoServe,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var listen = Address(parsed.GetValue(Listen)!);
        var folder = new DemoFolder(parsed.GetValue(Data)!, parsed.GetValue(SampleCommand.Seed));
        if (!await new DemoRun(folder, TimeProvider.System, output, error).RunAsync(cancellation))
        {
            return ExitCode.Failed;
        }
        if (!parsed.GetValue(NoServe))
        {
            await ServeAsync(folder, listen, output, cancellation);
        }
        return ExitCode.Ok;
    }

    private static async Task ServeAsync(DemoFolder folder, ListenAddress listen, TextWriter output, CancellationToken cancellation)
    {
        var log = ServeLog.Create(file: null, LogEventLevel.Error);
        await using var host = await ApiHost.StartAsync(
            folder.Store, SiloEndpoint.Loopback(), listen, TimeProvider.System, log, ServeSchedule.EveryDay, cancellation);
        await output.WriteLineAsync($"""

            Serving the year until Ctrl-C · 服务已启动，按 Ctrl-C 结束
              {host.Url}{ApiEndpoints.DocsPath}   every call, with examples
              curl {host.Url}/api/v1/cycles/C2025-06
              curl {host.Url}/api/v1/books/fund:310000/balances
            """);
        await output.FlushAsync(cancellation);
        await host.WaitForShutdownAsync(leaving: TimeSpan.Zero, cancellation);
    }

    private static ListenAddress Address(string text)
    {
        try
        {
            var address = ListenAddress.Check(text, allowRemote: true);
            return address.IsRemote
                ? throw new UsageException("A demo is served to this machine only; serve its folder with yrd serve to insist.")
                : address with { AllowsRemote = false };
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
