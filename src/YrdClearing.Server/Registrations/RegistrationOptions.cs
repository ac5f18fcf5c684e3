using System.CommandLine.Parsing;

namespace YrdClearing.Server.Registrations;

/// <summary>What the commands on the register check alike.</summary>
internal static class RegistrationOptions
{
    public static void CheckYear(OptionResult option)
    {
        if (option.Tokens is [{ Value: var text }] && int.TryParse(text, out var year)
            && year is < RegistrationReads.FirstYear or > RegistrationReads.LastYear)
        {
            option.AddError($"--year must be from {RegistrationReads.FirstYear} to {RegistrationReads.LastYear}.");
        }
    }
}
