using System.CommandLine;
using System.Globalization;
using YrdClearing.Domain.Ledger;
using YrdClearing.Server.Cli;

namespace YrdClearing.Server.Sample;

/// <summary><c>yrd sample --seed 1 --out FILE</c>: writes the sample year as a scenario.</summary>
internal static class SampleCommand
{
    /// <summary>Which sample year; shared with <c>demo</c>.</summary>
    public static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Another seed gives another year with the same totals.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write; one that exists is replaced.",
        HelpName = "FILE",
        Required = true,
    };

    public static ExampleCommand Create()
    {
        var command = new ExampleCommand(
            "sample",
            "Writes a synthetic year of the network as a scenario (JSON Lines); the same seed gives the same bytes on every machine.",
            "yrd sample --seed 1 --out year.jsonl",
            "yrd replay --parallel 64 --data ./data/year year.jsonl")
        {
            Seed,
            Out,
            SampleRegistrationsCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            var year = SampleYear.Generate(parsed.GetValue(Seed));
            using (var file = new BufferedStream(File.Create(parsed.GetValue(Out)!), 1 << 20))
            {
                year.Write(file);
            }
            parsed.InvocationConfiguration.Output.Write(Text(year.Summary));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Aligned text for people.</summary>
    public static string Text(SampleSummary summary)
    {
        (string Name, string Value)[] rows =
        [
            ("commands", Count(summary.Lines)),
            ("of which refused on purpose", Count(summary.Refusals)),
            ("funds", Count(summary.Funds)),
            ("providers", Count(summary.Providers)),
            ("enterprises that applied", Count(summary.Enterprises)),
            ("vouchers issued", Count(summary.Vouchers)),
            ("orders", Count(summary.Orders)),
            ("orders worth, CNY", summary.OrderTotal.ToString()),
            ("largest order, CNY", summary.LargestOrder.ToString()),
            ("redeemed, CNY", summary.Redeemed.ToString()),
            ("technology contracts", Count(summary.Contracts.Count)),
            ("contracts worth, CNY", new Money(summary.Contracts.Sum(c => c.Value.Fen)).ToString()),
        ];
        return string.Concat(rows.Select(r => $"{r.Name,-28}{r.Value,16}{Environment.NewLine}"));
    }

    private static string Count(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
