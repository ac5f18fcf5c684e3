using System.Text;

namespace YrdClearing.Domain.Tests.Commands;

/// <summary>One thing that must not get in.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Utf8">The bytes of the line or of the request body.</param>
/// <param name="Field">The field that the refusal names; null when none can be named.</param>
/// <param name="Code">The code that answers.</param>
/// <param name="LineFits">False when it cannot stand on one line of a file: it holds a line break, or a file skips it.</param>
public sealed record BadInput(string Name, byte[] Utf8, string? Field, string Code = "malformed", bool LineFits = true)
{
    public override string ToString() => Name;
}

/// <summary>
/// What people and programs send by mistake or on purpose. Each has a time, an actor and an id where it is not about these, so that the
/// same table goes through the reader, a replayed file and HTTP. On a network where fund 310000 is open none of them changes anything.
/// </summary>
public static class BadInputs
{
    public const string At = "2026-03-02T09:00:00+08:00";

    private const string Deposit =
        """{"id":"B","at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000",""";

    public static IReadOnlyList<BadInput> All { get; } =
    [
        // Not one JSON object
        Text("nothing but white space", "   ", null) with { LineFits = false },
        Text("a word", "hello", null),
        Text("an open brace", "{", null),
        Text("an object cut off", Deposit + "\"amount\":\"1.0", null),
        Text("a trailing comma", Deposit + "\"amount\":\"1.00\",}", null),
        Text("single quotes", Whole("\"amount\":\"1.00\"").Replace('"', '\''), null),
        Text("names without quotes", "{at:\"" + At + "\"}", null),
        Text("an array", "[" + Whole("\"amount\":\"1.00\"") + "]", null),
        Text("an empty array", "[]", null),
        Text("a string", "\"fund.deposit\"", null),
        Text("a number alone", "42", null),
        Text("null alone", "null", null),
        Text("true alone", "true", null),
        Text("two objects", Whole("\"amount\":\"1.00\"") + Whole("\"amount\":\"1.00\""), null),
        Text("text after the object", Whole("\"amount\":\"1.00\"") + " x", null),
        Text("a comment inside", Deposit + "/* one yuan */\"amount\":\"1.00\"}", null),
        Text("a comment after", Whole("\"amount\":\"1.00\"") + " // one yuan", null),
        Text("NaN", Whole("\"amount\":NaN"), null),
        Text("Infinity", Whole("\"amount\":-Infinity"), null),
        Text("a hexadecimal number", Whole("\"amount\":0x10"), null),
        Text("a number with a leading zero", Whole("\"amount\":01"), null),
        Text("a number with a leading plus", Whole("\"amount\":+1"), null),
        Text("a raw tab in a string", Whole("\"amount\":\"1.00\t\""), null),
        Text("a raw NUL in a string", Whole("\"amount\":\"1.00\0\""), null),
        Text("an unknown escape", Whole("\"amount\":\"1\\x00\""), null),
        Text("nested a hundred deep", Whole("\"amount\":" + new string('[', 100) + new string(']', 100)), null),
        Text("nested nine deep in an unknown field", Whole("\"x\":" + new string('[', 9) + new string(']', 9)), null),
        Text("over the limit of bytes", Whole("\"amount\":\"" + new string('1', 65_536) + "\""), null),
        Text("a megabyte of white space", new string(' ', 1_000_000) + Whole("\"amount\":\"1.00\""), null),
        Text("a line break inside a string", Whole("\"amount\":\"1\n00\""), null) with { LineFits = false },

        // Bytes
        Bytes("a lone continuation byte", Whole("\"amount\":\"1.00\""), 0x80),
        Bytes("an overlong slash", Whole("\"amount\":\"1.00\""), 0xC0, 0xAF),
        Bytes("a surrogate in UTF-8", Whole("\"amount\":\"1.00\""), 0xED, 0xA0, 0x80),
        Bytes("a byte of Latin-1", Whole("\"amount\":\"1.00\""), 0xE9),
        new("UTF-16", Encoding.Unicode.GetBytes(Whole("\"amount\":\"1.00\"")), null),
        Text("a second byte order mark", "\uFEFF\uFEFF" + Whole("\"amount\":\"1.00\""), null),
        Text("a byte order mark after a space", " \uFEFF" + Whole("\"amount\":\"1.00\""), null),
        Text("half a surrogate pair, escaped", Whole("\"amount\":\"\\ud800\""), "amount"),
        Text("half a surrogate pair in a name", Whole("\"amount\":\"1.00\",\"\\udfff\":1"), null),

        // Said twice
        Text("a field twice", Whole("\"amount\":\"1.00\",\"amount\":\"1.00\""), "amount"),
        Text("a field twice, once escaped", Whole("\"amount\":\"1.00\",\"am\\u006funt\":\"2.00\""), "amount"),
        Text("do twice", Whole("\"amount\":\"1.00\",\"do\":\"fund.appropriate\""), "do"),
        Text("at twice", Whole("\"amount\":\"1.00\",\"at\":\"" + At + "\""), "at"),
        Text("a member of an inner object twice",
            Register("\"account\":{\"bankCode\":\"313651027012\",\"number\":\"1\",\"number\":\"2\",\"name\":\"n\"}"), "account"),

        // Fields of a command
        Text("a field too many", Whole("\"amount\":\"1.00\",\"memo\":\"x\""), "memo"),
        Text("a field in other case", Whole("\"Amount\":\"1.00\""), "amount"),
        Text("a field missing", Whole("\"x\":\"1\"").Replace(",\"x\":\"1\"", ""), "amount"),
        Text("null for an amount", Whole("\"amount\":null"), "amount"),
        Text("a number for an amount", Whole("\"amount\":100"), "amount"),
        Text("a fraction for an amount", Whole("\"amount\":100.00"), "amount"),
        Text("an exponent", Whole("\"amount\":1e3"), "amount"),
        Text("an exponent in a string", Whole("\"amount\":\"1e3\""), "amount"),
        Text("true for an amount", Whole("\"amount\":true"), "amount"),
        Text("an object for an amount", Whole("\"amount\":{\"value\":\"1.00\"}"), "amount"),
        Text("an array for an amount", Whole("\"amount\":[\"1.00\"]"), "amount"),
        Text("an empty amount", Whole("\"amount\":\"\""), "amount"),
        Text("three decimals", Whole("\"amount\":\"1.000\""), "amount"),
        Text("a fourth decimal", Whole("\"amount\":\"1.2345\""), "amount"),
        Text("fourteen digits", Whole("\"amount\":\"12345678901234.00\""), "amount"),
        Text("twenty digits", Whole("\"amount\":\"12345678901234567890\""), "amount"),
        Text("a plus sign", Whole("\"amount\":\"+1.00\""), "amount"),
        Text("two minus signs", Whole("\"amount\":\"--1.00\""), "amount"),
        Text("a minus sign alone", Whole("\"amount\":\"-\""), "amount"),
        Text("a point at the end", Whole("\"amount\":\"1.\""), "amount"),
        Text("a point at the start", Whole("\"amount\":\".50\""), "amount"),
        Text("two points", Whole("\"amount\":\"1.0.0\""), "amount"),
        Text("grouped digits", Whole("\"amount\":\"1,000.00\""), "amount"),
        Text("a space before the amount", Whole("\"amount\":\" 1.00\""), "amount"),
        Text("a line break after the amount", Whole("\"amount\":\"1.00\\n\""), "amount"),
        Text("a NUL after the amount", Whole("\"amount\":\"1.00\\u0000\""), "amount"),
        Text("a currency sign", Whole("\"amount\":\"¥1.00\""), "amount"),
        Text("full-width digits", Whole("\"amount\":\"１００\""), "amount"),
        Text("Arabic digits", Whole("\"amount\":\"١٠٠\""), "amount"),
        Text("a Unicode minus", Whole("\"amount\":\"\u22121.00\""), "amount"),
        Text("NaN in a string", Whole("\"amount\":\"NaN\""), "amount"),
        Text("a hexadecimal amount in a string", Whole("\"amount\":\"0x10\""), "amount"),
        Text("a region of five digits", Line("bank:network", "fund.deposit", "\"fund\":\"31000\",\"amount\":\"1.00\""), "fund"),
        Text("a region with a letter", Line("bank:network", "fund.deposit", "\"fund\":\"31000A\",\"amount\":\"1.00\""), "fund"),
        Text("a region as a number", Line("bank:network", "fund.deposit", "\"fund\":310000,\"amount\":\"1.00\""), "fund"),
        Text("sme as a string", Register("\"sme\":\"true\"", withSme: false), "sme"),
        Text("sme as a number", Register("\"sme\":1", withSme: false), "sme"),
        Text("an empty name", Register("\"controller\":\"c\"", name: ""), "name"),
        Text("a control character in a name", Register("\"controller\":\"c\"", name: "A\\u0007B"), "name"),
        Text("a delete character in a name", Register("\"controller\":\"c\"", name: "A\u007FB"), "name"),
        Text("a name of 201 characters", Register("\"controller\":\"c\"", name: new('名', 201)), "name"),
        Text("an account as a string", Register("\"account\":\"622200\""), "account"),
        Text("an account without a name", Register("\"account\":{\"bankCode\":\"313651027012\",\"number\":\"1\"}"), "account"),
        Text("an account with a member too many",
            Register("\"account\":{\"bankCode\":\"313651027012\",\"number\":\"1\",\"name\":\"n\",\"x\":\"1\"}"), "account"),
        Text("an account number of 33 characters",
            Register("\"account\":{\"bankCode\":\"313651027012\",\"number\":\"" + new string('6', 33) + "\",\"name\":\"n\"}"), "account"),
        Text("an account number as a number",
            Register("\"account\":{\"bankCode\":\"313651027012\",\"number\":6222,\"name\":\"n\"}"), "account"),
        Text("services that are no array", Provider("\"services\":\"testing\""), "services"),
        Text("no service at all", Provider("\"services\":[]"), "services"),
        Text("a number among the services", Provider("\"services\":[\"testing\",1]"), "services"),
        Text("101 services", Provider("\"services\":[" + string.Join(',', Enumerable.Repeat("\"t\"", 101)) + "]"), "services"),
        Text("a rate above one", Policy("rate", "\"1.0001\""), "rate"),
        Text("a rate with five decimals", Policy("rate", "\"0.33333\""), "rate"),
        Text("a rate below zero", Policy("rate", "\"-0.10\""), "rate"),
        Text("a rate in percent", Policy("rate", "\"50%\""), "rate"),
        Text("a rate as a number", Policy("rate", "0.5"), "rate"),
        Text("days as a string", Policy("useDays", "\"180\""), "useDays"),
        Text("days with a fraction", Policy("useDays", "180.5"), "useDays"),
        Text("days with a fraction of zero", Policy("useDays", "180.0"), "useDays"),
        Text("days with an exponent", Policy("useDays", "1e2"), "useDays"),
        Text("days below zero", Policy("useDays", "-1"), "useDays"),
        Text("days beyond every calendar", Policy("useDays", "99999999999"), "useDays"),
        Text("a route that does not exist", Policy("route", "\"R4\""), "route"),
        Text("a route in lower case", Policy("route", "\"r1\""), "route"),
        Text("a date that is not one", Policy("from", "\"2026-02-29\""), "from"),
        Text("a date with slashes", Policy("from", "\"2026/03/01\""), "from"),
        Text("a date with a time", Policy("from", "\"2026-03-01T00:00:00+08:00\""), "from"),
        Text("corridor rates as an array", Policy("corridorRates", "[\"0.40\"]"), "corridorRates"),
        Text("a corridor rate as a number", Policy("corridorRates", "{\"320000\":0.4}"), "corridorRates"),
        Text("a corridor to no region", Policy("corridorRates", "{\"Jiangsu\":\"0.40\"}"), "corridorRates"),
        Text("a corridor to a city", Policy("corridorRates", "{\"320500\":\"0.40\"}"), "corridorRates"),
        Text("a city for a province", Line("fund:310000", "provider.propose", "\"provider\":\"P\",\"province\":\"320500\""), "province"),
        Text("an invoice of blanks", Line("provider:P", "order.deliver",
            "\"order\":\"O1\",\"contract\":\"c\",\"invoice\":\" \u3000\",\"invoiceAmount\":\"1.00\""), "invoice"),
        Text("a listing that closes on the last day of the calendar", Line("market:310000", "listing.open",
            "\"listing\":\"L1\",\"title\":\"T1\",\"type\":\"transfer\",\"seller\":\"S\",\"deposit\":\"1.00\",\"closes\":\"9999-12-31\""),
            "closes"),

        // The envelope
        Text("no do", """{"id":"B","at":"2026-03-02T09:00:00+08:00","as":"bank:network"}""", "do"),
        Text("do as a number", """{"id":"B","at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":7}""", "do"),
        Text("no actor", """{"id":"B","at":"2026-03-02T09:00:00+08:00","do":"fund.deposit","fund":"310000","amount":"1.00"}""", "as"),
        Text("an actor of an unknown kind", Line("minister:network", "fund.deposit", "\"fund\":\"310000\",\"amount\":\"1.00\""), "as"),
        Text("an actor's kind in upper case", Line("BANK:network", "fund.deposit", "\"fund\":\"310000\",\"amount\":\"1.00\""), "as"),
        Text("an actor without a key", Line("bank", "fund.deposit", "\"fund\":\"310000\",\"amount\":\"1.00\""), "as"),
        Text("an actor with an empty person", Line("bank:network/", "fund.deposit", "\"fund\":\"310000\",\"amount\":\"1.00\""), "as"),
        Text("an actor with a space", Line("bank:network ", "fund.deposit", "\"fund\":\"310000\",\"amount\":\"1.00\""), "as"),
        Text("an unknown kind with an unknown command", Line("minister:network", "fund.burn", "\"x\":1"), "as"),
        Text("an empty id", WithId("\"\""), "id"),
        Text("an id with a slash", WithId("\"a/b\""), "id"),
        Text("an id with a colon", WithId("\"local.jsonl:7\""), "id"),
        Text("an id of 65 characters", WithId("\"" + new string('x', 65) + "\""), "id"),
        Text("an id as a number", WithId("7"), "id"),
        Text("an id that is null", WithId("null"), "id"),
        Text("an unknown expectation", Whole("\"amount\":\"1.00\",\"expect\":\"fine\""), "expect"),
        Text("an expectation that is no string", Whole("\"amount\":\"1.00\",\"expect\":true"), "expect"),
        Text("a time without an offset", WithAt("2026-03-02T09:00:00"), "at"),
        Text("a time without seconds", WithAt("2026-03-02T09:00+08:00"), "at"),
        Text("a time with a space", WithAt("2026-03-02 09:00:00+08:00"), "at"),
        Text("a date for a time", WithAt("2026-03-02"), "at"),
        Text("an offset without a colon", WithAt("2026-03-02T09:00:00+0800"), "at"),
        Text("an offset of a day", WithAt("2026-03-02T09:00:00+24:00"), "at"),
        Text("the thirtieth of February", WithAt("2026-02-30T09:00:00+08:00"), "at"),
        Text("the thirteenth month", WithAt("2026-13-01T09:00:00+08:00"), "at"),
        Text("the hour 24", WithAt("2026-03-02T24:00:00+08:00"), "at"),
        Text("a leap second", WithAt("2026-06-30T23:59:60Z"), "at"),
        Text("a letter in a fraction", WithAt("2026-03-02T09:00:00.00x+08:00"), "at"),
        Text("a point without a fraction", WithAt("2026-03-02T09:00:00.+08:00"), "at"),
        Text("the year 0000", WithAt("0000-03-02T09:00:00+08:00"), "at"),
        Text("the year 9999", WithAt("9999-12-31T23:59:59-12:00"), "at"),
        Text("seconds since 1970", Whole("\"amount\":\"1.00\"").Replace("\"" + At + "\"", "1772413200"), "at"),
        Text("a NUL after the time", WithAt(At + "\\u0000"), "at"),

        // Well-formed commands that do not exist: their fields are not looked at
        Text("a command that does not exist", Line("bank:network", "fund.burn", "\"x\":1e3"), "do", "unknown_command"),
        Text("a command in other case",
            Line("bank:network", "Fund.deposit", "\"fund\":\"310000\",\"amount\":\"1.00\""), "do", "unknown_command"),
        Text("a command with a space",
            Line("bank:network", "fund.deposit ", "\"fund\":\"310000\",\"amount\":\"1.00\""), "do", "unknown_command"),
        Text("an empty command", Line("bank:network", "", "\"fund\":\"310000\",\"amount\":\"1.00\""), "do", "unknown_command"),
        Text("a message of the network's own", Line("bank:network", "fund.record-opened", "\"fund\":\"310000\""), "do", "unknown_command"),
    ];

    private static string Line(string actor, string name, string fields) =>
        $$"""{"id":"B","at":"{{At}}","as":"{{actor}}","do":"{{name}}",{{fields}}}""";

    private static string Whole(string fields) => Deposit + fields + "}";

    private static string WithId(string id) => Whole("\"amount\":\"1.00\"").Replace("\"id\":\"B\"", "\"id\":" + id);

    private static string WithAt(string at) => Whole("\"amount\":\"1.00\"").Replace(At, at);

    private static string Register(string fields, bool withSme = true, string name = "n") => Line(
        "operator:network", "enterprise.register",
        $"\"enterprise\":\"91310000MAXX00015X\",\"name\":\"{name}\",\"region\":\"310000\"," + (withSme ? "\"sme\":true," : "") + fields);

    private static string Provider(string fields) => Line(
        "operator:network", "provider.apply",
        "\"provider\":\"91310000MAXX00015X\",\"name\":\"n\",\"fund\":\"310000\","
            + "\"account\":{\"bankCode\":\"313651027012\",\"number\":\"1\",\"name\":\"n\"}," + fields);

    private static string Policy(string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["fund"] = "\"310000\"", ["version"] = "\"P1\"", ["from"] = "\"2026-01-01\"", ["source"] = "\"s\"", ["route"] = "\"R1\"",
            ["rate"] = "\"0.50\"", ["annualCap"] = "\"1000.00\"", ["useDays"] = "180", ["claimDays"] = "60", [field] = value,
        };
        return Line("operator:network", "policy.publish", string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}")));
    }

    private static BadInput Text(string name, string text, string? field, string code = "malformed") =>
        new(name, Encoding.UTF8.GetBytes(text), field, code);

    /// <summary>The text with these bytes inside its last string.</summary>
    private static BadInput Bytes(string name, string text, params byte[] inside)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return new(name, [.. utf8[..^2], .. inside, .. utf8[^2..]], null);
    }
}
