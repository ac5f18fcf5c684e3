using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;

namespace YrdClearing.Benchmarks.Capacity;

/// <summary><c>capacity</c>: the model's table of the capacity plan; <c>--write</c> puts it into ops/performance.md.</summary>
internal static class CapacityCommand
{
    private static readonly Option<bool> Write = new("--write");

    public static Command Create()
    {
        var command = new Command("capacity", "Computes the capacity plan's table: nothing is measured, the same every time.") { Write };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var began = Stopwatch.GetTimestamp();
        var table = CapacityPlan.Table();
        Console.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        if (!parsed.GetValue(Write))
        {
            return 0;
        }
        var file = Path.Combine(Repository.Root, "ops", "performance.md");
        var document = File.ReadAllText(file);
        if (CapacityPlan.TableIn(document) is not { } before)
        {
            Console.Error.WriteLine($"{file} has no place for it.");
            return 1;
        }
        File.WriteAllText(file, document.Replace(before, table, StringComparison.Ordinal));
        return 0;
    }
}
