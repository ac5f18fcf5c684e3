using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Architecture;

/// <summary>Stored names and fields are a contract: a change adds a version (style.md, 11).</summary>
public sealed class StoredFormatTests
{
    private static readonly Type[] Stored = typeof(StoredTypes).Assembly.GetTypes()
        .Where(t => t.GetCustomAttribute<StoredAttribute>() is not null)
        .OrderBy(NameOf, StringComparer.Ordinal)
        .ToArray();

    /// <summary>
    /// The golden file lists every stored name with its JSON fields. A line that is gone or changed means that a journal written before
    /// can no longer be read: add a version instead. New lines are fine.
    /// </summary>
    [Fact]
    public void Stored_names_and_fields_are_those_of_the_golden_file()
    {
        DomainJson.Options.MakeReadOnly(populateMissingResolver: true);
        var text = new StringBuilder();
        foreach (var type in Stored)
        {
            text.Append($"{NameOf(type)} {ShapeOf(type, [])}\n");
        }
        foreach (var kind in PlanKinds.All.Where(k => k.Type != typeof(MilestonePlan)))
        {
            text.Append($"{nameof(ContractPlan)} {kind.Name} {FieldsOf(DomainJson.Options.GetTypeInfo(kind.Type), [])}\n");
        }
        Golden.ShouldMatch("tests/YrdClearing.Domain.Tests/Architecture/stored-formats.txt", text.ToString());
    }

    [Fact]
    public void Stored_names_are_unique_and_end_in_a_version()
    {
        Stored.Select(NameOf).ShouldBeUnique();
        var shape = new Regex(@"^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+\.[1-9]\d*$");
        Stored.Select(NameOf).ShouldAllBe(n => shape.IsMatch(n));
        StoredTypes.All.Order(StringComparer.Ordinal).ShouldBe(Stored.Select(NameOf));
    }

    [Fact]
    public void Stored_types_are_events_or_internal_commands() =>
        Stored.ShouldAllBe(t => t.IsSubclassOf(typeof(DomainEvent)) || t.IsSubclassOf(typeof(Command)));

    private static string NameOf(Type type) => type.GetCustomAttribute<StoredAttribute>()!.Name;

    /// <summary>
    /// The fields as JSON has them, sorted; nested records in braces, lists in brackets, <c>?</c> where null is left out.
    /// </summary>
    private static string ShapeOf(Type type, HashSet<Type> above)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return ShapeOf(underlying, above) + "?";
        }
        if (type.IsEnum)
        {
            return $"({string.Join('|', Enum.GetNames(type).Order(StringComparer.Ordinal))})";
        }
        var info = DomainJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => $"[{ShapeOf(info.ElementType!, above)}]",
            JsonTypeInfoKind.Dictionary => $"map[{ShapeOf(info.ElementType!, above)}]",
            JsonTypeInfoKind.Object when !above.Add(type) => type.Name,
            JsonTypeInfoKind.Object => FieldsOf(info, above),
            _ => type.Name,
        };
    }

    private static string FieldsOf(JsonTypeInfo info, HashSet<Type> above)
    {
        var fields = info.Properties
            .Where(p => p.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) != true)
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => $"{p.Name}{(p.IsSetNullable || (p.Set is null && p.IsGetNullable) ? "?" : "")}:{ShapeOf(p.PropertyType, [.. above])}");
        return $"{{{string.Join(", ", fields)}}}";
    }
}
