using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace YrdClearing.Domain.Ledger;

/// <summary>
/// The name under which an event or an internal command is stored, such as <c>voucher.approved.1</c>: slice, past tense (or the verb of a
/// command), version. A stored name is never reused; a changed shape gets the next version.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StoredAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>Turns events and internal commands into stored name and JSON, and back.</summary>
public static class StoredTypes
{
    private static readonly FrozenDictionary<string, Type> Types = typeof(StoredTypes).Assembly.GetTypes()
        .Select(t => (Type: t, Name: t.GetCustomAttribute<StoredAttribute>()?.Name))
        .Where(p => p.Name is not null)
        .ToFrozenDictionary(p => p.Name!, p => p.Type);

    private static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(p => p.Value, p => p.Key);

    public static IReadOnlyCollection<string> All => Types.Keys;

    public static string NameOf(object value) => Names.TryGetValue(value.GetType(), out var name)
        ? name
        : throw new InvalidOperationException($"{value.GetType().Name} has no stored name.");

    public static StoredJson Store(object value) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), DomainJson.Options));

    public static object Read(string name, StoredJson json) => Types.TryGetValue(name, out var type)
        ? JsonSerializer.Deserialize(json.Utf8, type, DomainJson.Options) ?? throw new InvalidDataException($"Stored {name} is null.")
        : throw new InvalidDataException($"'{name}' is not a stored name this version knows.");
}
