using System.Globalization;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>A voucher as <c>yrd show voucher</c> prints it (scenario.md, "What the tool answers"); amounts with two decimals.</summary>
public sealed record VoucherView(
    string Id,
    string Status,
    string Fund,
    string Enterprise,
    string Amount,
    string Available,
    string Reserved,
    string Redeemed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? UseBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ClaimBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Policy,
    IReadOnlyList<VoucherOrderView> Orders)
{
    public static VoucherView Of(VoucherState v) => new(
        v.Id,
        v.Status.ToString(),
        v.Fund,
        v.Enterprise,
        v.Amount.ToString(),
        v.Standing.Available.ToString(),
        v.Standing.Reserved.ToString(),
        v.Standing.Redeemed.ToString(),
        IsoDate(v.UseBy),
        IsoDate(v.ClaimBy),
        v.Policy,
        v.Orders.Select(VoucherOrderView.Of).ToList());

    private static string? IsoDate(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>An order within its voucher.</summary>
public sealed record VoucherOrderView(
    string Id,
    string Status,
    string Provider,
    string Service,
    string Price,
    string Subsidy,
    string Own,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Claim)
{
    public static VoucherOrderView Of(OrderState o) => new(
        o.Id, o.Status.ToString(), o.Provider, o.Service, o.Price.ToString(), o.Subsidy.ToString(), o.Own.ToString(),
        o.Claim?.ToString());
}

/// <summary>An order by itself, with the rules that it was placed under.</summary>
public sealed record OrderView(
    string Id,
    string Voucher,
    string Status,
    string Fund,
    string Enterprise,
    string Provider,
    string HostFund,
    string Service,
    string Policy,
    string Route,
    string Rate,
    string PlacedAt,
    string Price,
    string? Contract,
    string? Invoice,
    string? InvoiceAmount,
    string Subsidy,
    string Own,
    string? Claim)
{
    /// <summary>From a row of kind <c>order</c>.</summary>
    public static OrderView Of(StateRow row)
    {
        var o = VoucherRows.ReadOrder(row);
        return new(
            o.Id, KeyOf(row.Parent), row.Status, row.Fund!, row.Enterprise!, o.Provider, o.HostFund, o.Service, o.Policy,
            o.Route.ToString(), o.Rate.ToString(), o.PlacedAt.ToString(), o.Price.ToString(), o.Contract, o.Invoice,
            o.InvoiceAmount?.ToString(), o.Subsidy.ToString(), o.Own.ToString(), o.Claim?.ToString());
    }

    /// <summary>The part of a row's id after its kind.</summary>
    internal static string KeyOf(string? id) => id![(id!.IndexOf(':') + 1)..];
}

/// <summary>The claim of an order.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Voucher">The voucher's id.</param>
/// <param name="Status">Status of the claim.</param>
/// <param name="Fund">Region code of the home fund.</param>
/// <param name="PayingFund">Region code of the fund that pays.</param>
/// <param name="Enterprise">USCC.</param>
/// <param name="Provider">USCC.</param>
/// <param name="Payee">USCC of who is paid.</param>
/// <param name="Route">R1, R2 or R3.</param>
/// <param name="Invoice">Number of the invoice.</param>
/// <param name="Amount">The subsidy.</param>
/// <param name="ClawedBack">Clawed back so far.</param>
/// <param name="Reviewer">The whole <c>as</c> of the reviewer; null until reviewed.</param>
public sealed record ClaimView(
    string Order,
    string Voucher,
    string Status,
    string Fund,
    string PayingFund,
    string Enterprise,
    string Provider,
    string Payee,
    string Route,
    string? Invoice,
    string Amount,
    string ClawedBack,
    string? Reviewer)
{
    /// <summary>From a row of kind <c>order</c> that has a claim.</summary>
    public static ClaimView Of(StateRow row)
    {
        var o = VoucherRows.ReadOrder(row);
        return new(
            o.Id, OrderView.KeyOf(row.Parent), row.Claim!, row.Fund!, Books.Region(o.PayingBook), row.Enterprise!, o.Provider, o.Payee,
            o.Route.ToString(), o.Invoice, o.Subsidy.ToString(), o.ClawedBack.ToString(), o.Reviewer);
    }
}
