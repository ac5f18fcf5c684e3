using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Tests.Replay;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Tests.Vouchers;

/// <summary>
/// A small network for tables: Shanghai's fund (the home of every voucher here) and Jiangsu's, an enterprise in Shanghai and a provider in
/// each province, both recognised for Shanghai. Shanghai pays 50% at home and 40% for Jiangsu; use-by is 30 days, claim-by 10 more.
/// </summary>
internal sealed class VoucherDesk : Desk
{
    public const string SH = "310000", JS = "320000";
    public const string E = "91310000MAXX00015X", E2 = "91310000MAXX00314U", Big = "91320000MAXX00111B";
    public const string Local = "91310000MAXX00330H", Abroad = "91320000MAXX00023W";
    public const string Enterprise = "enterprise:" + E, LocalProvider = "provider:" + Local, AbroadProvider = "provider:" + Abroad;
    public const string Li = "fund:310000/li", Wang = "fund:310000/wang", Su = "fund:320000/su", Bank = "bank:network";
    public const string Operator = "operator:network";

    private static readonly BankAccount Account = new("313651027012", "6222000000000001", "Account");

    public VoucherDesk(FundingRoute route = FundingRoute.R3, Func<Policy, Policy>? policy = null)
    {
        Setup(Operator, new OpenFund(SH, "Shanghai"));
        Setup(Operator, new OpenFund(JS, "Jiangsu"));
        Publish(policy ?? (p => p), route);
        Setup(Li, new AppropriateFund(SH, Yuan("500000.00")));
        Setup(Bank, new DepositFund(SH, Yuan("100000.00")));
        Setup(Bank, new DepositFund(JS, Yuan("100000.00")));
        Setup(Operator, new RegisterEnterprise(E, "E", "310115", "rep-1", "ctl-1", true, null));
        Setup(Operator, new RegisterEnterprise(E2, "E2", "310115", null, null, true, null));
        Setup(Operator, new RegisterEnterprise(Big, "Big", "310115", null, null, false, null));
        Setup(Operator, new ApplyProvider(Local, "Local", SH, ["testing", "design", "training"], null, null, Account));
        Setup(Operator, new ApplyProvider(Abroad, "Abroad", JS, ["testing", "training"], "rep-2", null, Account));
        Setup(Li, new RecogniseProvider(Local));
        Setup(Su, new RecogniseProvider(Abroad));
        Setup(Su, new ProposeProvider(Abroad, SH));
        Setup(Li, new AcceptProvider(Abroad, SH));
    }

    public static Money Yuan(string amount) => Money.Parse(amount);

    /// <summary>00:00 of the day after the given one: its 24:00.</summary>
    public VoucherDesk EndOf(string day)
    {
        Now = BusinessTime.EndOf(DateOnly.Parse(day));
        return this;
    }

    public VoucherDesk LastMicrosecondOf(string day)
    {
        Now = new(BusinessTime.EndOf(DateOnly.Parse(day)).UnixMicroseconds - 1);
        return this;
    }

    public void Publish(Func<Policy, Policy> change, FundingRoute route = FundingRoute.R3) =>
        Setup(Operator, new PublishPolicy(SH, change(new()
        {
            Version = "P1",
            From = new(2026, 1, 1),
            Source = "test rules",
            Route = route,
            Rate = Rate.Parse("0.50"),
            CorridorRates = new Dictionary<string, Rate> { [JS] = Rate.Parse("0.40") },
            AnnualCap = Yuan("300000.00"),
            UseDays = 30,
            ClaimDays = 10,
            ExcludedServices = ["training"],
        })));

    public VoucherDesk Issued(string amount = "100000.00", string voucher = "V1")
    {
        Setup(Enterprise, new ApplyVoucher(voucher, E, SH, Yuan(amount)));
        Setup(Wang, new ApproveVoucher(voucher));
        return this;
    }

    public VoucherDesk Placed(string price = "80000.00", string order = "O1", string provider = Local, string voucher = "V1")
    {
        Setup(Enterprise, new PlaceOrder(voucher, order, provider, "testing", Yuan(price)));
        return this;
    }

    public VoucherDesk Delivered(string price = "80000.00", string order = "O1", string provider = Local, string? invoiced = null)
    {
        Placed(price, order, provider);
        Setup("provider:" + provider, new AcceptOrder(order));
        Setup("provider:" + provider, new DeliverOrder(order, "C-" + order, "I-" + order, Yuan(invoiced ?? price)));
        return this;
    }

    public VoucherDesk Confirmed(string price = "80000.00", string order = "O1", string provider = Local)
    {
        Delivered(price, order, provider);
        Setup(Enterprise, new ConfirmOrder(order));
        return this;
    }

    public VoucherDesk Submitted(string price = "80000.00", string order = "O1", string provider = Local)
    {
        Confirmed(price, order, provider);
        Setup(Order(order).Payee == E ? Enterprise : "provider:" + provider, new SubmitClaim(order));
        return this;
    }

    public VoucherDesk Reviewed(string price = "80000.00", string order = "O1", string provider = Local)
    {
        Submitted(price, order, provider);
        Setup(Order(order) is { Route: FundingRoute.R3, HostFund: JS } ? Su : Li, new ReviewClaim(order));
        return this;
    }

    public VoucherDesk Approved(string price = "80000.00", string order = "O1", string provider = Local)
    {
        Reviewed(price, order, provider);
        Setup(Wang, new ApproveClaim(order));
        return this;
    }

    public VoucherDesk Paid(string price = "80000.00", string order = "O1", string provider = Local)
    {
        Approved(price, order, provider);
        Setup(Order(order).PayingBook == Books.Fund(JS) ? Su : Li, new InstructPayout(order));
        Setup(Bank, new ConfirmPayout(order, "ref"));
        return this;
    }

    public VoucherDesk RunDeadlines()
    {
        Setup(Operator, new RunDeadlines());
        return this;
    }

    public VoucherState Voucher(string id = "V1") => Network.Voucher(id)!;

    public OrderState Order(string id = "O1", string voucher = "V1") => Network.Voucher(voucher)!.Find(id)!;

    /// <summary>Status, available, reserved, redeemed.</summary>
    public string Standing(string id = "V1")
    {
        var s = Voucher(id).Standing;
        return $"{s.Status} {s.Available} {s.Reserved} {s.Redeemed}";
    }

    /// <summary>Order and claim: <c>Confirmed/Paid</c>, <c>Placed/-</c>.</summary>
    public string StatusOf(string order = "O1") => $"{Order(order).Status}/{Order(order).Claim?.ToString() ?? "-"}";

    /// <summary>Balances of a fund other than zero whose account begins so: <c>account amount</c>, sorted.</summary>
    public string[] Balances(string fund, params string[] prefixes) => BalancesOf(Books.Fund(fund), prefixes);
}
