using System.Text;
using CsCheck;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Commands;

public sealed class CommandReaderTests
{
    private const string Deposit =
        """{"at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"12.30"}""";

    private static readonly BusinessTime Before = Time("2026-03-02T09:00:00+08:00");

    public static TheoryData<BadInput> Bad => [.. BadInputs.All];

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_with_its_code_and_field(BadInput bad)
    {
        var result = CommandReader.Read(bad.Utf8, "default:1", null);
        result.Envelope.ShouldBeNull();
        var rejection = result.Rejection.ShouldNotBeNull();
        rejection.Code.Wire().ShouldBe(bad.Code);
        (rejection.Field ?? "-").ShouldBe(bad.Field ?? "-");
        rejection.Detail.ShouldNotBeNullOrWhiteSpace();
        rejection.Detail!.ShouldEndWith(".");
        rejection.Detail.ShouldNotContain(c => char.IsControl(c));
    }

    [Fact]
    public void The_table_of_bad_input_has_at_least_sixty_cases_of_different_names() =>
        BadInputs.All.Select(b => b.Name).Distinct().Count().ShouldBe(Math.Max(60, BadInputs.All.Count));

    [Fact]
    public void A_command_is_read_into_its_record()
    {
        var result = Read(Deposit, "f.jsonl:3");
        result.Rejection.ShouldBeNull();
        var envelope = result.Envelope.ShouldNotBeNull();
        envelope.Id.ShouldBe("f.jsonl:3");
        envelope.At.ShouldBe(Before);
        envelope.Actor.Text.ShouldBe("bank:network");
        envelope.Do.ShouldBe("fund.deposit");
        envelope.Command.ShouldBe(new DepositFund("310000", Money.Parse("12.30")));
        Encoding.UTF8.GetString(envelope.Body).ShouldBe("""{"amount":"12.30","as":"bank:network","do":"fund.deposit","fund":"310000"}""");
    }

    [Fact]
    public void Id_time_and_expectation_are_not_part_of_the_body()
    {
        var bare = Read(Deposit).Envelope!.Body;
        var dressed = Deposit.Replace("{", """{"id":"X-1","expect":"ok",""").Replace("09:00:00", "10:00:00");
        Read(dressed).Envelope!.Body.ShouldBe(bare);
        Read(Deposit.Replace("bank:network", "operator:network")).Envelope!.Body.ShouldNotBe(bare);
    }

    [Theory]
    [InlineData("2026-03-02T09:00:00+08:00", "2026-03-02T09:00:00+08:00")]
    [InlineData("2026-03-02T01:00:00Z", "2026-03-02T09:00:00+08:00")]
    [InlineData("2026-03-02t01:00:00z", "2026-03-02T09:00:00+08:00")]
    [InlineData("2026-03-01T23:30:00.5-01:30", "2026-03-02T09:00:00.5+08:00")]
    [InlineData("2026-03-02T09:00:00.000001+08:00", "2026-03-02T09:00:00.000001+08:00")]
    [InlineData("2026-03-02T09:00:00.0000000+08:00", "2026-03-02T09:00:00+08:00")]
    [InlineData("2026-12-31T23:59:59.99999999999+08:00", "2026-12-31T23:59:59.999999+08:00")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T08:00:00+08:00")]
    [InlineData("1900-01-01T00:00:00+23:59", "1899-12-31T08:01:00+08:00")]
    [InlineData("8999-12-31T23:59:59.999999-23:59", "9000-01-02T07:58:59.999999+08:00")]
    public void A_time_of_RFC_3339_is_taken_to_the_microsecond(string text, string expected) =>
        Time(text).ToString().ShouldBe(expected);

    [Fact]
    public void A_line_without_a_time_has_that_of_the_line_before()
    {
        var line = """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":"12.30"}""";
        CommandReader.Read(Utf8(line), "d", Before).Envelope!.At.ShouldBe(Before);
        CommandReader.Read(Utf8(line), "d", null).Rejection!.Field.ShouldBe("at");
    }

    [Fact]
    public void A_line_may_not_precede_the_line_before_but_it_may_precede_the_clock()
    {
        var line = Utf8(Deposit.Replace("09:00:00", "08:59:59"));
        var result = CommandReader.Read(line, "d", Before);
        result.Rejection!.Field.ShouldBe("at");
        result.At.ShouldBeNull("a time that runs backwards does not count for the next line");
        CommandReader.Read(line, "d", Before, atMayPrecede: true).Envelope.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(""" "as":"bank:network","fund":"310000","amount":7""")]
    [InlineData(""" "as":"bank:network","memo":"a","memo":"b" """)]
    [InlineData(""" "as":"nobody","x":"\ud800" """)]
    public void Of_a_refused_line_time_name_and_expectation_are_known(string fault)
    {
        var line = """{"at":"2026-03-02T10:00:00+08:00","do":"fund.deposit","expect":"malformed",""" + fault + "}";
        var result = CommandReader.Read(Utf8(line), "d", Before);
        result.Rejection!.Code.ShouldBe(RejectionCode.Malformed);
        (result.At, result.Do, result.Expect).ShouldBe((Time("2026-03-02T10:00:00+08:00"), "fund.deposit", "malformed"));
    }

    [Fact]
    public void A_fault_of_the_envelope_outranks_an_unknown_command_and_that_its_fields()
    {
        Read(Deposit.Replace("fund.deposit", "fund.close").Replace("\"12.30\"", "12")).Rejection!.Code.ShouldBe(RejectionCode.UnknownCommand);
        Read(Deposit.Replace("fund.deposit", "fund.close").Replace("+08:00", "")).Rejection!.Code.ShouldBe(RejectionCode.Malformed);
    }

    [Fact]
    public void A_negative_amount_is_well_formed() =>
        Read(Deposit.Replace("12.30", "-0.01")).Envelope!.Command.ShouldBe(new DepositFund("310000", Money.Parse("-0.01")));

    [Fact]
    public void What_the_request_around_a_body_says_counts_as_its_members()
    {
        KeyValuePair<string, string>[] given = [new("do", "fund.deposit"), new("as", "bank:network"), new("fund", "310000")];
        var body = Utf8("""{"amount":"12.30"}""");
        var result = CommandReader.Read(body, "K-1", Before, atMayPrecede: true, given);
        result.Envelope!.Body.ShouldBe(Read(Deposit).Envelope!.Body);
        var contradicting = Utf8("""{"amount":"12.30","fund":"320000"}""");
        CommandReader.Read(contradicting, "K-1", Before, atMayPrecede: true, given).Rejection!.Field.ShouldBe("fund");
    }

    [Fact]
    public void A_command_of_exactly_the_limit_is_read()
    {
        var padded = Deposit.PadRight(CommandReader.MaxCommandBytes);
        Read(padded).Envelope.ShouldNotBeNull();
        Read(padded + " ").Rejection!.Code.ShouldBe(RejectionCode.Malformed);
    }

    [Fact]
    public void The_canonical_body_does_not_depend_on_order_white_space_and_escapes() =>
        (from name in Gen.String[Gen.Char['\u0020', '\u07FF'].Where(c => !char.IsControl(c)), 1, 30]
         from order in Gen.Shuffle(Enumerable.Range(0, 7).ToArray())
         from inner in Gen.Shuffle(Enumerable.Range(0, 3).ToArray())
         from space in Gen.Int[0, 3].Select(i => new[] { "", " ", "\t", "  " }[i])
         from escaped in Gen.Bool
         select (name, order, inner, space, escaped)).Sample(t =>
        {
            var plain = Spell(t.name, [0, 1, 2, 3, 4, 5, 6], [0, 1, 2], "", escaped: false);
            var other = Spell(t.name, t.order, t.inner, t.space, t.escaped);
            var body = Read(plain).Envelope.ShouldNotBeNull().Body;
            Read(other).Envelope.ShouldNotBeNull().Body.ShouldBe(body);
            // The canonical form is a fixed point: read again (with a time), it is itself.
            var again = Encoding.UTF8.GetString(body).Replace("\"as\":", "\"at\":\"2026-03-02T09:00:00+08:00\",\"as\":");
            Read(again).Envelope.ShouldNotBeNull().Body.ShouldBe(body);
        }, iter: 300);

    private static string Spell(string name, int[] order, int[] inner, string space, bool escaped)
    {
        string Str(string text) => escaped
            ? "\"" + string.Concat(text.Select(c => $"\\u{(int)c:X4}")) + "\""
            : "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
        string Member(string key, string value) => $"{space}{Str(key)}{space}:{space}{value}{space}";
        string[] parts = [Member("bankCode", Str("313651027012")), Member("number", Str("6222")), Member("name", Str(name))];
        string[] members =
        [
            Member("at", Str("2026-03-02T09:00:00+08:00")), Member("as", Str("operator:network")), Member("do", Str("enterprise.register")),
            Member("enterprise", Str("91310000MAXX00015X")), Member("name", Str(name)), Member("region", Str("310000")),
            Member("sme", "true") + "," + Member("account", "{" + string.Join(",", inner.Select(i => parts[i])) + "}"),
        ];
        return "{" + string.Join(",", order.Select(i => members[i])) + "}";
    }

    private static ReadResult Read(string text, string id = "default:1") => CommandReader.Read(Utf8(text), id, null);

    private static BusinessTime Time(string text) => Rfc3339.TryParse(text, out var time, out var fault) ? time : throw new FormatException(fault);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
