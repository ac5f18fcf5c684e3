using System.CommandLine;
using System.Text.Json.Nodes;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Export;
using YrdClearing.Server.Registrations;
using YrdClearing.Server.Sample;
using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Cli;

/// <summary>What a run of <c>yrd</c> gave.</summary>
public sealed record YrdResult(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the command line within the test's process.</summary>
public static class Yrd
{
    private static readonly RootCommand Root = new("test")
    {
        ServeCommand.Create(),
        ReplayCommand.Create(),
        BalancesCommand.Create(),
        ShowCommand.Create(),
        VerifyCommand.Create(),
        BackupCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        ReportCommand.Create(),
        SampleCommand.Create(),
        ReferenceCommand.Create(),
    };

    public static async Task<YrdResult> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.RunAsync(Root, args, output, error, TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), error.ToString());
    }
}
