using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

public sealed class RejectionTextsTests
{
    [Fact]
    public void Every_code_has_a_sentence_of_its_own_in_both_languages()
    {
        var codes = Enum.GetValues<RejectionCode>();
        codes.Select(RejectionTexts.Title).ShouldBeUnique();
        codes.Select(RejectionTexts.TitleZh).ShouldBeUnique();
        codes.ShouldAllBe(c => RejectionTexts.Title(c).EndsWith('.') && RejectionTexts.TitleZh(c).EndsWith('。'));
    }

    [Fact]
    public void Figures_and_policy_are_told_in_both_languages()
    {
        var rejection = new Rejection(
            RejectionCode.VoucherBalanceInsufficient, Available: Money.Parse("50000.00"), Needed: Money.Parse("50000.01"), Policy: "P-1");
        RejectionTexts.English(rejection)
            .ShouldBe("The voucher's balance is not enough. Available 50000.00, needed 50000.01. Policy P-1.");
        RejectionTexts.Chinese(rejection).ShouldBe("创新券余额不足。可用 50000.00 元。需要 50000.01 元。政策版本：P-1。");
    }

    [Fact]
    public void A_detail_stands_in_for_the_sentence_and_the_field()
    {
        var rejection = new Rejection(RejectionCode.Malformed, "amount", "The field 'amount' must be a string.");
        RejectionTexts.English(rejection).ShouldBe("The field 'amount' must be a string.");
        RejectionTexts.Chinese(rejection).ShouldBe("命令格式不正确。字段：amount。");
    }
}
