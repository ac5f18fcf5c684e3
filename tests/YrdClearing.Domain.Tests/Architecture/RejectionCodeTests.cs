using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Architecture;

public sealed class RejectionCodeTests
{
    /// <summary>The order of scenario.md, "Rejection codes": the first that applies is the answer.</summary>
    private static readonly string[] InOrder =
    [
        "malformed", "unknown_command", "command_id_reused", "not_found", "already_exists", "not_allowed", "invalid_uscc",
        "invalid_bank_code", "invalid_amount", "wrong_state", "same_person", "no_policy", "integrity_listed", "region_not_covered",
        "not_sme", "open_application_exists", "voucher_expired", "claim_expired", "provider_not_recognised", "provider_not_effective",
        "service_not_offered", "service_excluded", "related_party", "invoice_exceeds_price", "invoice_already_claimed",
        "voucher_balance_insufficient", "budget_insufficient", "quota_exceeded", "net_debit_cap_exceeded", "insufficient_cash",
        "amount_exceeds_claim", "cycle_not_reconciled", "title_not_held", "title_encumbered", "shares_not_one",
        "technology_value_exceeds_value", "escrow_insufficient", "amount_exceeds_contract", "deposit_differs",
    ];

    [Fact]
    public void Codes_are_spelled_and_ordered_as_users_know_them()
    {
        Enum.GetValues<RejectionCode>().Order().Select(c => c.Wire()).ShouldBe(InOrder);
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            RejectionCodes.TryParse(code.Wire(), out var back).ShouldBeTrue();
            back.ShouldBe(code);
        }
        RejectionCodes.TryParse("ok", out _).ShouldBeFalse();
    }

    /// <summary>style.md, 7: a refusal is documented. The page is ops/rejections.md: a row a code, in the order of precedence.</summary>
    [Fact]
    public void Every_code_is_documented()
    {
        var rows = File.ReadLines(Path.Combine(Golden.Root, "ops", "rejections.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        rows.Select(r => r[1].Trim('`')).ShouldBe(InOrder);
        rows.ShouldAllBe(r => r.Length == 5 && r[2].Length > 10 && r[3].Length > 3);
    }

    /// <summary>style.md, 18. A scenario's <c>expect</c> is a test, played on both databases.</summary>
    [Fact]
    public void Every_code_is_the_answer_of_a_test_or_of_a_scenario()
    {
        string[] notAnswers = ["RejectionCodeTests.cs", "RejectionTextsTests.cs"];
        var scenarios = Directory.EnumerateFiles(Path.Combine(Golden.Root, "tests", "scenarios"), "*.jsonl");
        var tests = Directory
            .EnumerateFiles(Path.Combine(Golden.Root, "tests", "YrdClearing.Domain.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !notAnswers.Contains(Path.GetFileName(f)));
        var expects = string.Concat(scenarios.Select(File.ReadAllText));
        var answers = string.Concat(tests.Select(File.ReadAllText));
        Enum.GetValues<RejectionCode>()
            .Where(c => !expects.Contains($"\"expect\":\"{c.Wire()}\"", StringComparison.Ordinal)
                && !answers.Contains($"\"{c.Wire()}\"", StringComparison.Ordinal)
                && !answers.Contains($"ShouldBe(RejectionCode.{c})", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
