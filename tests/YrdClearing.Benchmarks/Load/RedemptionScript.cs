using System.Globalization;
using System.Text;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The eleven commands of one redemption across provinces, from the application to the payment, as the bytes a client sends. They are
/// built once an enterprise; a redemption's number is written into them in place, so that building commands costs the measurement nothing.
/// </summary>
internal sealed class RedemptionScript
{
    public const int Steps = 11;

    /// <summary>The step whose effect in the host's book the next one needs: the approval makes the payout due.</summary>
    public const int Approval = 8;

    public const int Confirmation = 10;

    /// <summary>Ids of all commands of the load begin with this.</summary>
    public const string IdPrefix = "R";

    private const string Placeholder = "#########";
    private const string Price = "80000.00";

    private readonly byte[][] _commands;
    private readonly int[][] _places;

    public RedemptionScript(int enterprise)
    {
        var texts = Write(enterprise).ToList();
        _commands = texts.ConvertAll(Encoding.UTF8.GetBytes).ToArray();
        _places = texts.ConvertAll(PlacesIn).ToArray();
    }

    /// <summary>The step whose command is next, from 0.</summary>
    public int Step { get; private set; }

    /// <summary>The bytes of the next command, valid until it is acknowledged. The first one of a redemption takes a new number.</summary>
    public ReadOnlyMemory<byte> Next(Redemptions redemptions)
    {
        if (Step == 0)
        {
            SetNumber(redemptions.TakeNumber());
        }
        return _commands[Step];
    }

    /// <summary>Goes on to the next command.</summary>
    public void Acknowledge() => Step = (Step + 1) % Steps;

    private void SetNumber(int number)
    {
        Span<byte> digits = stackalloc byte[Placeholder.Length];
        number.TryFormat(digits, out _, "D9", CultureInfo.InvariantCulture);
        for (var step = 0; step < Steps; step++)
        {
            foreach (var place in _places[step])
            {
                digits.CopyTo(_commands[step].AsSpan(place));
            }
        }
    }

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

    private static int[] PlacesIn(string text)
    {
        var places = new List<int>();
        for (var at = text.IndexOf(Placeholder, StringComparison.Ordinal); at >= 0;
             at = text.IndexOf(Placeholder, at + 1, StringComparison.Ordinal))
        {
            places.Add(at);
        }
        return [.. places];
    }
}
