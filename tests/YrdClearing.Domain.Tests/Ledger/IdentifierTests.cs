using CsCheck;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

/// <summary>Check characters and regions (domain.md, "Parties and identifiers").</summary>
public sealed class IdentifierTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Theory]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91330100799655058B", true)]
    [InlineData("914403001922038216", true)]
    [InlineData("9144030071526726XG", true)]
    [InlineData("91310000MAXX00015X", true)]
    [InlineData("91320000MAXX00023W", true)]
    [InlineData("91330000MAXX00031U", true)]
    [InlineData("91340000MAXX0004XP", true)]
    [InlineData("91350100M000100Y4Z", false)]
    [InlineData("91350100M000100Y44", false)]
    [InlineData("91340000MAXX0004XA", false)]
    [InlineData("91310000maxx00015x", false)]
    [InlineData("9131000OMAXX00015X", false)]
    [InlineData("91310000MAXX00015", false)]
    [InlineData("91310000MAXX00015XX", false)]
    [InlineData("９1310000MAXX00015X", false)]
    [InlineData("", false)]
    public void A_uscc_is_valid_with_its_check_character_only(string code, bool valid) => Uscc.IsValid(code).ShouldBe(valid);

    [Fact]
    public void Changing_any_one_character_of_a_uscc_makes_it_invalid() =>
        Gen.Select(Gen.Char[Alphabet].Array[17], Gen.Int[0, 17], Gen.Char[Alphabet]).Sample((body, at, other) =>
        {
            var code = (new string(body) + Uscc.CheckCharacter(body)).ToCharArray();
            Uscc.IsValid(code).ShouldBeTrue();
            if (code[at] != other)
            {
                code[at] = other;
                Uscc.IsValid(code).ShouldBeFalse();
            }
        });

    [Theory]
    [InlineData("313651027012", true)]
    [InlineData("313651021030", true)]
    [InlineData("313651021048", true)]
    [InlineData("313651021056", true)]
    [InlineData("313651027013", false)]
    [InlineData("938740528455", false)]
    [InlineData("31365102701", false)]
    [InlineData("3136510270120", false)]
    [InlineData("31365102701X", false)]
    [InlineData("３13651027012", false)]
    [InlineData("", false)]
    public void A_bank_code_is_valid_with_its_check_digit_only(string code, bool valid) => BankCode.IsValid(code).ShouldBe(valid);

    [Fact]
    public void Changing_any_one_digit_of_a_bank_code_makes_it_invalid() =>
        Gen.Select(Gen.Char['0', '9'].Array[11], Gen.Int[0, 11], Gen.Char['0', '9']).Sample((body, at, other) =>
        {
            var code = (new string(body) + BankCode.CheckDigit(body)).ToCharArray();
            BankCode.IsValid(code).ShouldBeTrue();
            if (code[at] != other)
            {
                code[at] = other;
                BankCode.IsValid(code).ShouldBeFalse();
            }
        });

    [Theory]
    [InlineData("310000", "310000", true)]
    [InlineData("310000", "310104", true)]
    [InlineData("310000", "320104", false)]
    [InlineData("320500", "320500", true)]
    [InlineData("320500", "320583", true)]
    [InlineData("320500", "320000", false)]
    [InlineData("341000", "341023", true)]
    [InlineData("341000", "341100", false)]
    [InlineData("341000", "340111", false)]
    [InlineData("330421", "330421", true)]
    [InlineData("330421", "330424", false)]
    [InlineData("330420", "330421", false)]
    [InlineData("340010", "340010", true)]
    [InlineData("340010", "340011", false)]
    [InlineData("000000", "310000", false)]
    public void A_region_covers_what_begins_with_it_less_trailing_pairs_of_zeros(string area, string region, bool covered) =>
        Regions.Covers(area, region).ShouldBe(covered);

    [Theory]
    [InlineData("310000", true, true)]
    [InlineData("320500", true, false)]
    [InlineData("330421", true, false)]
    [InlineData("31000", false, false)]
    [InlineData("3100000", false, false)]
    [InlineData("31000a", false, false)]
    [InlineData("３10000", false, false)]
    [InlineData("", false, false)]
    public void A_province_is_a_region_that_ends_with_four_zeros(string code, bool wellFormed, bool province)
    {
        Regions.IsWellFormed(code).ShouldBe(wellFormed);
        Regions.IsProvince(code).ShouldBe(province);
    }

    [Fact]
    public void A_region_lies_in_itself_and_in_its_province() =>
        Gen.Int[100_000, 999_999].Select(n => n.ToString()).Sample(region =>
        {
            Regions.IsProvince(Regions.ProvinceOf(region)).ShouldBeTrue();
            Regions.Covers(Regions.ProvinceOf(region), region).ShouldBeTrue();
            Regions.Covers(region, region).ShouldBeTrue();
        });
}
