using YrdClearing.Domain.Ledger;

namespace YrdClearing.Simulation.Workload;

/// <summary>
/// Who takes part: three funds, an enterprise in each (two in Shanghai), a provider in each that all of them recognise, and two technology
/// markets, through which the enterprises sell to each other.
/// </summary>
internal static class Cast
{
    public const string Service = "testing";
    public const string ExcludedService = "training";

    public static readonly string[] Funds = ["310000", "320000", "330000"];

    public static readonly string[] Markets = ["310000", "330000"];

    public static readonly (string Uscc, string Fund)[] Enterprises =
    [
        (Uscc("91310000MAXX00015"), "310000"),
        (Uscc("91310000MAXX00314"), "310000"),
        (Uscc("91320000MAXX00111"), "320000"),
        (Uscc("91330000MAXX00112"), "330000"),
    ];

    public static readonly (string Uscc, string Fund)[] Providers =
    [
        (Uscc("91310000MAXX00330"), "310000"),
        (Uscc("91320000MAXX00023"), "320000"),
        (Uscc("91330000MAXX00031"), "330000"),
    ];

    private static string Uscc(string body) => body + Domain.Ledger.Uscc.CheckCharacter(body);
}
