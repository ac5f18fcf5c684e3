using System.CommandLine;
using System.CommandLine.Parsing;
using YrdClearing.Server.Api;

namespace YrdClearing.Server.Cli;

/// <summary><c>yrd serve</c>: the network with its HTTP API, until it is told to stop.</summary>
internal static class ServeCommand
{
    private const string Scheme = "http://";

    /// <summary>The rest of the half minute that a process has to stop is for the requests that it has, and to hand its books over.</summary>
    private const int MaxLeaveSeconds = 10;

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to listen, HOST:PORT; port 0 takes a free one.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => ListenAddress.Default,
    };

    private static readonly Option<bool> AllowRemote = new("--allow-remote")
    {
        Description = "Listen beyond this machine, or be called by another name than its own, as through a proxy. Callers are not asked "
            + "who they are yet: whoever reaches the address can act as anyone.",
    };

    private static readonly Option<string?> Log = new("--log")
    {
        Description = "Files to log to, the date is added to the name. [default: standard output]",
        HelpName = "FILE",
    };

    private static readonly Option<int> Leave = new("--leave")
    {
        Description = "Seconds for which readiness says so before the server stops, for those who distribute requests.",
        HelpName = "SECONDS",
    };

    private static readonly Option<Uri?> Otlp = new("--otlp")
    {
        Description = "An OTLP receiver that metrics and traces are sent to. [default: none; /metrics is there all the same]",
        HelpName = "URL",
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) ? url : NotAnUrl(result),
    };

    public static ExampleCommand Create()
    {
        var command = new ExampleCommand(
            "serve",
            "Serves the network over HTTP and runs its deadlines every business day. With --postgres all servers are one cluster.",
            "yrd serve",
            "yrd serve --data /var/lib/yrd --listen 127.0.0.1:8080 --log /var/log/yrd/server.json",
            "yrd serve --postgres \"Host=/run/postgresql;Database=clearing\"",
            "yrd serve --postgres \"Host=db;Database=clearing\" --advertise 10.0.0.11 --silo-port 11111 --listen 127.0.0.1:8080")
        {
            Listen,
            AllowRemote,
            Log,
            Leave,
            Otlp,
        };
        DataOptions.AddTo(command);
        SiloOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        var listen = Address(parsed);
        var leave = parsed.GetValue(Leave) is var seconds and >= 0 and <= MaxLeaveSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--leave must be from 0 to {MaxLeaveSeconds}.");
        if (parsed.GetValue(Log) is { Length: 0 })
        {
            throw new UsageException("--log must name a file.");
        }
        if (listen.Warning is { } warning)
        {
            await error.WriteLineAsync($"yrd: warning: {warning}");
        }
        await using var host = await ApiHost.StartAsync(
            DataOptions.Of(parsed, write: true), await SiloOptions.EndpointAsync(parsed, cancellation), listen, TimeProvider.System,
            ServeLog.Create(parsed.GetValue(Log), stop: cancellation), ServeSchedule.EveryDay, cancellation, parsed.GetValue(Otlp));
        await error.WriteLineAsync($"Listening on {host.Url}; the API is described at {host.Url}{ApiEndpoints.DocsPath}. Ctrl-C stops.");
        await host.WaitForShutdownAsync(leave, cancellation);
        return ExitCode.Ok;
    }

    private static Uri? NotAnUrl(ArgumentResult result)
    {
        result.AddError($"--otlp: '{result.Tokens[0].Value}' is not an absolute URL, such as http://127.0.0.1:4317.");
        return null;
    }

    private static ListenAddress Address(ParseResult parsed)
    {
        var text = parsed.GetValue(Listen)!;
        try
        {
            var address = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;
            return ListenAddress.Check(address, parsed.GetValue(AllowRemote));
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
