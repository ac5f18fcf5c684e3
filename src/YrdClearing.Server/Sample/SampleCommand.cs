using System.CommandLine;
using System.Globalization;

namespace YrdClearing.Server.Sample;

/// <summary><c>yrd sample --seed 1 --out FILE</c>: writes the sample year as a scenario.</summary>
internal static class SampleCommand
{
    public static readonly ulong DefaultSeed = 1;

    public static Command Create()
    {
        var seed = Seed();
        var output = new Option<FileInfo>("--out") { Description = "The file to write, replaced if it exists.", Required = true };
        var command = new Command("sample", """
            Write a synthetic year of the network as a scenario (JSON Lines). The same seed gives the same bytes on every machine.

            Example:
              yrd sample --seed 1 --out year.jsonl && yrd replay year.jsonl --parallel 64 --data ./data/year
            """)
        {
            seed,
            output,
        };
        command.SetAction(parsed =>
        {
            var year = SampleYear.Generate(parsed.GetValue(seed));
            using (var file = new BufferedStream(parsed.GetRequiredValue(output).Create(), 1 << 20))
            {
                year.Write(file);
            }
            Console.Out.Write(Text(year.Summary));
            return 0;
        });
        return command;
    }

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Another seed gives another year with the same totals.",
        DefaultValueFactory = _ => DefaultSeed,
    };

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
        ];
        return string.Concat(rows.Select(r => $"{r.Name,-28}{r.Value,16}{Environment.NewLine}"));
    }

    private static string Count(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
