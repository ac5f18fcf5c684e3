using System.Text;
using System.Text.Json;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Commands;

public sealed class CommandCatalogueTests
{
    public static TheoryData<string> Names => [.. CommandCatalogue.All.Select(s => s.Do)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_is_read_without_a_fault(string name)
    {
        var spec = CommandCatalogue.Find(name)!;
        var line = Merge(spec.Example, name);
        var result = CommandReader.Read(line, "example", null);
        result.Rejection.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_without_any_of_its_fields_is_malformed_or_has_none(string name)
    {
        var result = CommandReader.Read(Merge("{}", name), "example", null);
        var spec = CommandCatalogue.Find(name)!;
        var needsFields = DescribedFields.Of(spec).Any(f => !f.IsOptional) || DescribedFields.ConditionsOf(spec).Count > 0;
        result.Rejection?.Code.ShouldBe(RejectionCode.Malformed);
        (result.Rejection is not null).ShouldBe(needsFields);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_shows_only_fields_that_are_described_and_all_required_ones(string name)
    {
        var spec = CommandCatalogue.Find(name)!;
        var shown = JsonDocument.Parse(spec.Example).RootElement.EnumerateObject().Select(p => p.Name).ToList();
        var described = DescribedFields.Of(spec);
        shown.Except(described.Select(f => f.Name)).ShouldBeEmpty();
        described.Where(f => !f.IsOptional).Select(f => f.Name).Except(shown).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_number_for_any_field_that_is_no_number_is_malformed(string name)
    {
        foreach (var field in DescribedFields.Of(CommandCatalogue.Find(name)!))
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(CommandCatalogue.Find(name)!.Example)!;
            fields[field.Name] = JsonSerializer.SerializeToElement(field.Type == FieldType.Whole ? (object)"7" : 7);
            var result = CommandReader.Read(Merge(JsonSerializer.Serialize(fields), name), "example", null);
            (result.Rejection?.Code, result.Rejection?.Field).ShouldBe((RejectionCode.Malformed, field.Name));
        }
    }

    private static byte[] Merge(string fields, string name)
    {
        var envelope = $$"""{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"{{name}}" """;
        var rest = fields.Trim()[1..];
        return Encoding.UTF8.GetBytes(envelope + (rest.Trim() == "}" ? "}" : "," + rest));
    }
}
