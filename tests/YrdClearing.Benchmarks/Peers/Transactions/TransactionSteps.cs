namespace YrdClearing.Benchmarks.Peers.Transactions;

/// <summary>What each command of the load does in peer (c): the state it needs, its postings, its network-wide keys.</summary>
/// <param name="From">The voucher's step it needs; the next one follows.</param>
/// <param name="Takes">A key it takes.</param>
/// <param name="Frees">A key it frees.</param>
/// <param name="Postings">Amount and subsidy to postings.</param>
internal sealed record TransactionSteps(
    int From, string? Takes, string? Frees, Func<long, long, (string Account, long Fen)[]> Postings)
{
    public const int Place = 2;

    private static readonly Func<long, long, (string Account, long Fen)[]> None = (_, _) => [];

    public static TransactionSteps Of(TransactionCommand c)
    {
        var (home, host) = ("fund:" + c.Fund, "fund:" + c.Host);
        var application = $"application/{c.Fund}/{c.Enterprise}";
        var quota = $"{c.Enterprise}:2026";
        return c.Name switch
        {
            "voucher.apply"   => new(0, application, null, None),
            "voucher.approve" => new(1, null, application, (a, _) =>
            [
                ($"{home}|budget:available", a), ($"{home}|budget:issued", -a),
                ($"{home}|quota:available:{quota}", a), ($"{home}|quota:granted:{quota}", -a),
            ]),
            "order.place"     => new(Place, null, null, (_, s) => [($"{home}|budget:issued", s), ($"{home}|budget:reserved", -s)]),
            "order.accept"    => new(3, null, null, None),
            "order.deliver"   => new(4, null, null, None),
            "order.confirm"   => new(5, null, null, None),
            "claim.submit"    => new(6, "invoice/" + c.Invoice, null, None),
            "claim.review"    => new(7, null, null, None),
            "claim.approve"   => new(8, null, null, (_, s) =>
            [
                ($"{home}|budget:approved", -s), ($"{home}|budget:reserved", s), ($"{home}|expenses:subsidy", s),
                ($"{home}|liabilities:due-to:{host}", -s),
                ($"{host}|assets:due-from:{home}", s), ($"{host}|liabilities:claims:{c.Provider}", -s),
            ]),
            "payout.instruct" => new(9, null, null, (_, s) =>
                [($"{host}|liabilities:claims:{c.Provider}", s), ($"{host}|liabilities:payments-in-transit", -s)]),
            "payout.confirm"  => new(10, null, null, (_, s) =>
                [($"{host}|assets:cash", -s), ($"{host}|liabilities:payments-in-transit", s)]),
            _ => throw new ArgumentException($"{c.Name} is no command of the load."),
        };
    }
}
