namespace YrdClearing.System.Tests.Api;

/// <summary>A network of Shanghai and Zhejiang (route R3) as commands, every one accepted in this order.</summary>
internal static class Network
{
    public const string Enterprise = "91310000MAXX00314U";
    public const string OtherEnterprise = "91330000MAXX00322Y";
    public const string Provider = "91330000MAXX00349N";
    public const string OtherProvider = "91310000MAXX00330H";

    /// <summary>Voucher V1 of 100,000.00 at a corridor rate of 0.40, V2 of 60,000.00 at 0.50.</summary>
    public static readonly IReadOnlyList<string> Setup = Read("network-setup.jsonl");

    /// <summary>Two orders abroad with claims and payouts, a cycle that nets 32,000.00 against 12,000.00, and everything else.</summary>
    public static readonly IReadOnlyList<string> Rest = Read("network-rest.jsonl");

    /// <summary>
    /// Markets of the same provinces: a transfer that is amended, cleared and refunded in part, one contract refused, one terminated.
    /// </summary>
    public static readonly IReadOnlyList<string> Markets = Read("network-markets.jsonl");

    private static string[] Read(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", file)).Where(l => !l.StartsWith("//")).ToArray();
}
