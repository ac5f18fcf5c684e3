using System.Globalization;

namespace YrdClearing.Benchmarks.Load;

/// <summary>The eleven commands of one redemption across provinces, from the application to the payment.</summary>
internal sealed class RedemptionScript(int enterprise) : LoadScript(Write(enterprise), Approval)
{
    public const int Steps = 11;

    /// <summary>The step whose effect in the host's book the next one needs: the approval makes the payout due.</summary>
    public const int Approval = 8;

    public const int Confirmation = 10;

    /// <summary>Ids of all commands of redemptions begin with this.</summary>
    public const string IdPrefix = "R";

    private const string Price = "80000.00";

    private static IEnumerable<string> Write(int enterprise)
    {
        var (home, host) = (LoadNetwork.FundOf(enterprise), LoadNetwork.HostOf(enterprise));
        var (uscc, provider) = (LoadNetwork.Enterprise(enterprise), LoadNetwork.ProviderOf(enterprise));
        const string Voucher = "V" + Placeholder;
        const string Order = "O" + Placeholder;
        var step = 0;
        string Line(string actor, string name, params ReadOnlySpan<(string, string)> fields) =>
            LoadNetwork.Line(actor, name, string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{Placeholder}-{step++:D2}"), fields);

        yield return Line($"enterprise:{uscc}", "voucher.apply",
            ("voucher", Voucher), ("enterprise", uscc), ("fund", home), ("amount", "100000.00"));
        yield return Line($"fund:{home}/wang", "voucher.approve", ("voucher", Voucher));
        yield return Line($"enterprise:{uscc}", "order.place",
            ("voucher", Voucher), ("order", Order), ("provider", provider), ("service", "testing"), ("price", Price));
        yield return Line($"provider:{provider}", "order.accept", ("order", Order));
        yield return Line($"provider:{provider}", "order.deliver", ("order", Order), ("contract", $"2026{host}{Placeholder}"),
            ("invoice", $"26{host[..2]}2000000{Placeholder}"), ("invoiceAmount", Price));
        yield return Line($"enterprise:{uscc}", "order.confirm", ("order", Order));
        yield return Line($"provider:{provider}", "claim.submit", ("order", Order));
        yield return Line($"fund:{host}/li", "claim.review", ("order", Order));
        yield return Line($"fund:{home}/zhao", "claim.approve", ("order", Order));
        yield return Line($"fund:{host}/chen", "payout.instruct", ("order", Order));
        yield return Line("bank:network", "payout.confirm", ("order", Order));
    }
}
