using System.CommandLine;
using System.Text.Json;
using YrdClearing.Server.Cli;

namespace YrdClearing.Server.Registrations;

/// <summary><c>yrd report contracts</c>: what was registered between the provinces in a year.</summary>
internal static class ReportCommand
{
    private static readonly Option<int> Year = new("--year")
    {
        Description = "The year of registration.",
        HelpName = "YEAR",
        Required = true,
    };

    public static Command Create()
    {
        Year.Validators.Add(RegistrationOptions.CheckYear);
        var contracts = new ExampleCommand(
            "contracts",
            "Number and values of the technology contracts registered in a year, per pair of provinces and type.",
            "yrd report contracts --year 2022",
            "yrd report contracts --year 2022 --json")
        {
            Year,
            DataOptions.Json,
        };
        DataOptions.AddTo(contracts);
        contracts.SetAction(RunAsync);
        return new Command("report", "Statistics of the network.") { contracts };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var year = parsed.GetValue(Year);
        await using var store = await DataOptions.OpenToReadAsync(parsed, cancellation);
        var totals = await new RegistrationReads(store).TotalsAsync(year, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(DataOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(ContractReport.Of(year, totals), JsonOutput.Indented));
            return ExitCode.Ok;
        }
        var table = new TextTable(
            new("seller in"), new("buyer in"), new("type"), new("contracts", true), new("contract value", true),
            new("technology value", true));
        foreach (var (from, to, type, total) in ContractReport.Rows(totals))
        {
            table.Add(
                from, to, type, Thousands.Of(total.Contracts), Thousands.Of(total.ContractValue), Thousands.Of(total.TechnologyValue));
        }
        table.Write(output);
        return ExitCode.Ok;
    }
}
