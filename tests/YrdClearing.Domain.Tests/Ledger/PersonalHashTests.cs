using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Tests.Ledger;

public sealed class PersonalHashTests
{
    private static readonly PersonalHash Hash = Given.Hash;

    [Fact]
    public void A_hash_is_sixty_four_lower_case_hex_digits_and_always_the_same()
    {
        Hash.Of(PersonalHash.LegalRep, "rep-1").ShouldMatch("^[0-9a-f]{64}$");
        Hash.Of(PersonalHash.LegalRep, "rep-1").ShouldBe(Hash.Of(PersonalHash.LegalRep, "rep-1"));
    }

    [Fact]
    public void Another_value_kind_or_key_is_another_hash() =>
        new[]
        {
            Hash.Of(PersonalHash.LegalRep, "rep-1"),
            Hash.Of(PersonalHash.LegalRep, "rep-2"),
            Hash.Of(PersonalHash.Controller, "rep-1"),
            new PersonalHash([.. Enumerable.Repeat((byte)9, 32)]).Of(PersonalHash.LegalRep, "rep-1"),
        }.ShouldBeUnique();

    [Fact]
    public void A_short_key_is_refused() => Should.Throw<ArgumentException>(() => new PersonalHash(new byte[31]));

    [Fact]
    public void An_absent_or_empty_value_counts_as_none()
    {
        Hash.Personal(PersonalHash.LegalRep, null).ShouldBeNull();
        Hash.Personal(PersonalHash.LegalRep, "").ShouldBeNull();
    }

    [Theory]
    [InlineData("6222000000000003", "****0003")]
    [InlineData("123456789", "****6789")]
    [InlineData("12345678", "****")]
    [InlineData("1", "****")]
    public void An_account_shows_at_most_the_last_four_characters_of_its_number(string number, string masked)
    {
        var account = PayeeAccount.Of(new BankAccount("313651027012", number, "Provider 3"), Hash);
        account.NumberMasked.ShouldBe(masked);
        account.NumberHash.ShouldBe(Hash.Personal(new BankAccount("313651027012", number, "another holder")).Hash);
    }
}
