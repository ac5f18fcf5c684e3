using System.CommandLine;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Registrations;

namespace YrdClearing.Server.Sample;

/// <summary><c>yrd sample registrations</c>: writes the calibrated registration file of a year.</summary>
internal static class SampleRegistrationsCommand
{
    private static readonly Option<int> Year = new("--year")
    {
        Description = $"The year whose published totals the file has; {SampleRegistrations.Year} is known.",
        HelpName = "YEAR",
        DefaultValueFactory = _ => SampleRegistrations.Year,
    };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "registrations",
            "Writes a synthetic registration file (CSV) whose totals between the provinces are the published ones; the same seed gives the "
                + "same bytes on every machine.",
            "yrd sample registrations --year 2022 > registrations.csv && yrd import registrations registrations.csv",
            "yrd report contracts --year 2022")
        {
            Year,
            SampleCommand.Seed,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(Year) != SampleRegistrations.Year)
            {
                throw new UsageException($"Published totals are known for {SampleRegistrations.Year} only.");
            }
            await using var csv = await RegistrationFile.BeginAsync(parsed.InvocationConfiguration.Output, withMark: false, cancellation);
            foreach (var row in new SampleRegistrations(parsed.GetValue(SampleCommand.Seed)).Rows())
            {
                await RegistrationFile.AddAsync(csv, row, cancellation);
            }
            return ExitCode.Ok;
        });
        return command;
    }
}
