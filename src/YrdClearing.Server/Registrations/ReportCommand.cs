using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
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
            output.WriteLine(JsonSerializer.Serialize(Json(year, totals), JsonOutput.Indented));
        }
        else
        {
            Write(totals, output);
        }
        return ExitCode.Ok;
    }

    private static IEnumerable<PairTotal> Between(IEnumerable<PairTotal> totals) => totals.Where(t => t.From != t.To);

    private static object Json(int year, IReadOnlyList<PairTotal> totals) => new
    {
        year,
        all = Figures(totals),
        betweenProvinces = Figures(Between(totals)),
        types = Types(totals),
        pairs = totals.GroupBy(t => (t.From, t.To)).Select(p => new { p.Key.From, p.Key.To, total = Figures(p), types = Types(p) }),
    };

    private static object Figures(IEnumerable<PairTotal> totals)
    {
        var sum = RegisteredTotal.Of(totals);
        return new { sum.Contracts, contractValue = sum.ContractValue.ToString(), technologyValue = sum.TechnologyValue.ToString() };
    }

    private static Dictionary<string, object> Types(IEnumerable<PairTotal> totals) =>
        totals.GroupBy(t => t.Type).OrderBy(g => g.Key).ToDictionary(g => Name(g.Key), Figures);

    private static void Write(IReadOnlyList<PairTotal> totals, TextWriter output)
    {
        var table = new TextTable(
            new("seller in"), new("buyer in"), new("type"), new("contracts", true), new("contract value", true),
            new("technology value", true));
        foreach (var pair in totals.GroupBy(t => (t.From, t.To)))
        {
            foreach (var type in pair)
            {
                Add(table, type.From, type.To, Name(type.Type), [type]);
            }
            Add(table, pair.Key.From, pair.Key.To, "all", pair);
        }
        foreach (var type in totals.GroupBy(t => t.Type).OrderBy(g => g.Key))
        {
            Add(table, "all", "all", Name(type.Key), type);
        }
        Add(table, "all", "another", "all", Between(totals));
        Add(table, "all", "all", "all", totals);
        table.Write(output);
    }

    private static void Add(TextTable table, string from, string to, string type, IEnumerable<PairTotal> totals)
    {
        var sum = RegisteredTotal.Of(totals);
        table.Add(from, to, type, sum.Contracts.ToString("#,0", CultureInfo.InvariantCulture), Grouped(sum.ContractValue),
            Grouped(sum.TechnologyValue));
    }

    private static string Grouped(Money amount) => (amount.Fen / 100m).ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Name(ContractType type) => type.ToString().ToLowerInvariant();
}
