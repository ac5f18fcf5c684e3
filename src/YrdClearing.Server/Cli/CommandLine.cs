using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using YrdClearing.Journal;

namespace YrdClearing.Server.Cli;

/// <summary>What the process answers the shell.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The work was done and found a difference, or could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong; nothing was done.</summary>
    public const int Usage = 2;
}

/// <summary>The command line asks for something that makes no sense; the message says what, for people.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>The work could not be done for a reason that the user can do something about; the message says which.</summary>
public sealed class FailedException(string message) : Exception(message);

/// <summary>A command of the command line, with examples for its help.</summary>
internal sealed class ExampleCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>Parses, runs and turns whatever goes wrong into a message on standard error and an exit code.</summary>
public static class CommandLine
{
    private const int OutputBufferBytes = 64 * 1024;

    /// <summary>What a process that is told to stop may take to finish what it has begun.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    /// <summary>Runs on the process's own standard output and error.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), OutputBufferBytes);
        return await RunAsync(root, args, output, Console.Error, CancellationToken.None);
    }

    /// <summary>Runs with the given writers.</summary>
    public static async Task<int> RunAsync(
        RootCommand root, string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction inner } help)
            {
                help.Action = new HelpWithExamples(inner);
            }
        }
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine($"yrd: {fault.Message}");
            }
            error.WriteLine($"Try: {Path(parsed.CommandResult.Command, root)} --help");
            return ExitCode.Usage;
        }
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTime,
                Output = output,
                Error = error,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception e)
        {
            return Explain(e, error);
        }
        finally
        {
            await output.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>The command as one types it.</summary>
    internal static string Path(Command command, RootCommand root) => command == root
        ? "yrd"
        : $"{Path(command.Parents.OfType<Command>().FirstOrDefault() ?? root, root)} {command.Name}";

    private static int Explain(Exception e, TextWriter error)
    {
        switch (e)
        {
            case UsageException:
                error.WriteLine($"yrd: {e.Message}");
                return ExitCode.Usage;
            case OperationCanceledException:
                error.WriteLine("yrd: interrupted.");
                return ExitCode.Failed;
            case FailedException or Replay.ReplayFailedException or DataFolderInUseException or JournalMissingException:
            case IOException or UnauthorizedAccessException or InvalidDataException or System.Data.Common.DbException:
                error.WriteLine($"yrd: {e.Message}");
                return ExitCode.Failed;
            case Microsoft.AspNetCore.Connections.AddressInUseException:
                // That of HTTP comes as an IOException, which names it.
                error.WriteLine("yrd: Another process listens at the address for the cluster: give another one with --silo-port.");
                return ExitCode.Failed;
            case System.Text.Json.JsonException:
                error.WriteLine($"yrd: What is stored cannot be read; `yrd verify` tells where. {e.Message}");
                return ExitCode.Failed;
            default:
                // A bug or broken infrastructure: whoever looks into it needs all of it.
                error.WriteLine($"yrd: {e}");
                return ExitCode.Failed;
        }
    }

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            inner.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (parseResult.CommandResult.Command is ExampleCommand { Examples.Count: > 0 } command)
            {
                output.WriteLine("Examples:");
                foreach (var example in command.Examples)
                {
                    output.WriteLine($"  {example}");
                }
                output.WriteLine();
            }
            output.WriteLine("Exit codes: 0 done, 1 differing or failed, 2 wrong usage.");
            return ExitCode.Ok;
        }
    }
}
