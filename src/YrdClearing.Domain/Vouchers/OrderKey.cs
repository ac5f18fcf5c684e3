namespace YrdClearing.Domain.Vouchers;

/// <summary>
/// The value of the network-wide key <c>order/ID</c>, <c>VOUCHER|HOME-BOOK|PAYING-BOOK</c>: it never changes, and every command that names
/// only an order is routed by it.
/// </summary>
/// <param name="Voucher">The voucher's id.</param>
/// <param name="HomeBook">The book of the voucher's fund.</param>
/// <param name="PayingBook">The book that pays the claim out: the provider's fund's on route R3, else home.</param>
public sealed record OrderKey(string Voucher, string HomeBook, string PayingBook)
{
    private const char Separator = '|';

    /// <summary>The key of an order.</summary>
    public static string Of(string order) => "order/" + order;

    /// <exception cref="FormatException">The text is not three parts: the key table is damaged.</exception>
    public static OrderKey Parse(string value) => value.Split(Separator) is [var voucher, var home, var paying]
        ? new(voucher, home, paying)
        : throw new FormatException($"'{value}' is not an order's key.");

    public override string ToString() => $"{Voucher}{Separator}{HomeBook}{Separator}{PayingBook}";
}
