using System.Text;
using CsCheck;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Tests.Commands;

/// <summary>What was read lately is given again: never a text of other bytes, whatever else came to the same place.</summary>
public sealed class RecentTextsTests
{
    [Fact]
    public void Bytes_are_read_as_what_they_spell_however_often_and_after_whatever() =>
        Gen.String[Gen.Char['\0', '\u07FF'], 0, 60].Array[1, 2_000].Sample(
            texts => texts.Concat(texts).All(text => RecentTexts.Of(Encoding.UTF8.GetBytes(text)) == text),
            iter: 50);

    [Fact]
    public void A_text_read_twice_is_the_same_object()
    {
        var first = RecentTexts.Of("91310000MA1K4A1B2C"u8);
        RecentTexts.Of("91310000MA1K4A1B2C"u8).ShouldBeSameAs(first);
    }

    [Fact]
    public void Actors_are_read_as_what_they_say_however_many_came_before() =>
        Gen.Int[0, 20_000].Array[1, 5_000].Sample(
            numbers => Array.TrueForAll(numbers, n =>
                Actor.TryParse($"fund:{n}/p{n}", out var actor)
                && actor == new Actor(ActorKind.Fund, $"{n}", $"p{n}", $"fund:{n}/p{n}")
                && !Actor.TryParse($"fund:{n}/", out _)),
            iter: 20);

    [Fact]
    public void What_was_read_before_on_the_same_thread_is_not_in_what_is_read_after()
    {
        var longer = Read("""{"id":"C1","at":"2026-01-05T09:00:00+08:00","as":"fund:310000/li","do":"voucher.reject","voucher":"V1","reason":"late"}""");
        var shorter = Read("""{"id":"C2","at":"2026-01-05T09:00:00+08:00","as":"fund:310000/li","do":"voucher.reject","voucher":"V2"}""");
        longer.Rejection.ShouldBeNull();
        shorter.Rejection!.Field.ShouldBe("reason");

        static ReadResult Read(string line) => CommandReader.Read(Encoding.UTF8.GetBytes(line), null, null);
    }
}
