using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>What <c>yrd verify</c> makes of cycles whose debts each fit into 64 bits and together do not.</summary>
public sealed class CycleVerifyTests
{
    private const string Shanghai = "fund:310000", Anhui = "fund:340000", Both = "18446744073709551614", AllButOne = "18446744073709551613";

    [Theory]
    [InlineData("Gross",        Both,      Both, true)]
    [InlineData("Bilateral",    Both,      "0",  true)]
    [InlineData("Multilateral", Both,      "0",  true)]
    [InlineData("Gross",        AllButOne, Both, false)]
    [InlineData("Gross",        Both,      AllButOne, false)]
    [InlineData("Bilateral",    Both,      "1",  false)]
    public void A_cycle_may_come_to_more_than_64_bits_hold(string mode, string gross, string net, bool isOk)
    {
        using var scratch = new Scratch();
        // Collects the obligations.
        var messages = new MessageCheck(scratch, new Dictionary<string, StoredHead>());
        var cycles = new CycleCheck(scratch);
        foreach (var entry in Book(Shanghai, Anhui, mode).Concat(Book(Anhui, Shanghai, mode)).Concat(Network(mode, gross, net)))
        {
            messages.Entry(entry);
            cycles.Entry(entry);
        }
        cycles.Finish();

        var result = cycles.Result();
        result.Ok.ShouldBe(isOk, string.Join("; ", result.Rows));
        result.Figure.ShouldBe("1 cycle, gross 184467440737095516.14, net " + (mode == "Gross" ? "184467440737095516.14" : "0.00"));
    }

    /// <summary>A fund that owes the other all that money can hold, and is owed as much.</summary>
    private static StoredEntry[] Book(string book, string other, string mode) =>
    [
        StoredEntries.Of(book, 1, "voucher:V", "claim.approved.1", "{}") with
        {
            DueKind = "Approval", DueBook = other, DueFen = long.MaxValue,
        },
        StoredEntries.Of(book, 2, "payout:O", "payout.due.1", "{}") with
        {
            DueKind = "ApprovalMirror", DueBook = other, DueFen = long.MaxValue, CauseBook = other, CauseSeq = 1, CauseN = 0,
        },
        Clearing(book, 3, "book-cut-off", "{}"),
        Clearing(book, 4, "obligations-stated", $$"""{"fromSeq":0,"toSeq":3,"obligations":[{{Owed(other)}}]}"""),
        Clearing(book, 5, "mirror-confirmed",
            $$"""{"originator":"{{other}}",{{Amounts}},"statedApprovals":{{long.MaxValue}},"statedClawBacks":0}"""),
        Clearing(book, 6, "book-settled",
            $$"""
            {"lines":[{"counterparty":"{{other}}","payable":{{long.MaxValue}},"receivable":{{long.MaxValue}}}],
             "out":{{(mode == "Gross" ? long.MaxValue : 0)}},"in":{{(mode == "Gross" ? long.MaxValue : 0)}},"spent":{{long.MaxValue}}}
            """),
    ];

    private static StoredEntry[] Network(string mode, string gross, string net) =>
    [
        Cycle(1, "cut-off", $$"""{"mode":"{{mode}}","network":"Vouchers","books":["{{Shanghai}}","{{Anhui}}"]}"""),
        Cycle(2, "obligations-reported", $$"""{"book":"{{Shanghai}}","obligations":[{{Owed(Anhui)}}]}"""),
        Cycle(3, "obligations-reported", $$"""{"book":"{{Anhui}}","obligations":[{{Owed(Shanghai)}}]}"""),
        Cycle(4, "mirror-reported", $$"""{"originator":"{{Anhui}}","book":"{{Shanghai}}",{{Amounts}}}"""),
        Cycle(5, "mirror-reported", $$"""{"originator":"{{Shanghai}}","book":"{{Anhui}}",{{Amounts}}}"""),
        Cycle(6, "calculated",
            $$"""
            {"gross":{{gross}},"net":{{net}},"obligations":[{{Pairs}}],"instructions":[{{(mode == "Gross" ? Pairs : "")}}],
             "positions":[{"book":"{{Shanghai}}","amount":0},{"book":"{{Anhui}}","amount":0}]}
            """),
    ];

    private static readonly string Amounts = $"\"approvals\":{long.MaxValue},\"clawBacks\":0";

    private static readonly string Pairs = Pair(Shanghai, Anhui) + "," + Pair(Anhui, Shanghai);

    private static string Pair(string from, string to) => $$"""{"from":"{{from}}","to":"{{to}}","amount":{{long.MaxValue}}}""";

    private static string Owed(string counterparty) => $$"""{"counterparty":"{{counterparty}}",{{Amounts}}}""";

    private static StoredEntry Clearing(string book, long seq, string what, string data) =>
        StoredEntries.Of(book, seq, "clearing:" + book, $"clearing.{what}.1", OfCycle(data));

    private static StoredEntry Cycle(long seq, string what, string data) =>
        StoredEntries.Of("network", seq, "cycle:C1", $"cycle.{what}.1", OfCycle(data));

    private static string OfCycle(string data) => data == "{}" ? """{"cycle":"C1"}""" : """{"cycle":"C1",""" + data.TrimStart()[1..];
}
