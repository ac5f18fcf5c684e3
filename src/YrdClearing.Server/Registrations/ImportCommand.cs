using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using YrdClearing.Grains;
using YrdClearing.Server.Cli;
using Actor = YrdClearing.Domain.Commands.Actor;

namespace YrdClearing.Server.Registrations;

/// <summary><c>yrd import registrations FILE</c>: takes contracts that other systems registered into the register.</summary>
internal static class ImportCommand
{
    private const string StandardInput = "-";

    private static readonly Argument<string> FileName = new("FILE")
    {
        Description = "The registration file (CSV); - reads standard input.",
    };

    private static readonly Option<string> As = new("--as")
    {
        Description = "Who imports: the operator, or the market of the sellers' region.",
        HelpName = "ACTOR",
        DefaultValueFactory = _ => "operator:network",
    };

    public static Command Create()
    {
        var registrations = new ExampleCommand(
            "registrations",
            "Takes registered technology contracts from a CSV file into the register. Rows that are refused are listed and change nothing; "
                + "the same file again changes nothing.",
            "yrd import registrations 2022.csv",
            "yrd import registrations --as market:330000/li zhejiang.csv --json")
        {
            FileName,
            As,
            DataOptions.Json,
        };
        DataOptions.AddTo(registrations);
        SiloOptions.AddTo(registrations);
        registrations.SetAction(RunAsync);
        return new Command("import", "Takes files of other systems in.") { registrations };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (file, actor) = (parsed.GetValue(FileName)!, parsed.GetValue(As)!);
        if (!Actor.TryParse(actor, out _))
        {
            throw new UsageException($"--as '{actor}' is not an actor.");
        }
        if (file != StandardInput && !File.Exists(file))
        {
            throw new UsageException($"There is no file {file}.");
        }
        var json = parsed.GetValue(DataOptions.Json);
        var output = parsed.InvocationConfiguration.Output;
        await using var input = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        var rows = RegistrationFile.Read(input);
        await using var host = await ClearingHost.StartAsync(
            DataOptions.Of(parsed, write: true), TimeProvider.System, cancellation, await SiloOptions.EndpointAsync(parsed, cancellation));
        var clock = await BusinessClock.LoadAsync(host.Store, TimeProvider.System, cancellation);
        var watch = Stopwatch.StartNew();
        var summary = await new RegistrationImport(host.Dispatcher, clock.Now, actor)
            .RunAsync(rows, row => output.WriteLine(json ? Json(row) : Text(row)), _ => { }, cancellation);
        if (json)
        {
            output.WriteLine(Json(summary));
        }
        else
        {
            output.WriteLine(FormattableString.Invariant(
                $"{summary.Rows} rows: {summary.Registered} in the register, {summary.Refused} refused"));
            output.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds:0.0} s"));
        }
        return summary.Refused == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonOutput.Compact);

    private static string Text(RefusedRow row) =>
        $"line {row.Line}: {row.Code}{(row.Field is null ? "" : $" ({row.Field})")}: {row.Reason}";
}
