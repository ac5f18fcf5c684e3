using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>Values of any record with something in every field, so that a field that does not travel is missed.</summary>
internal static class Filled
{
    private const int MaxDepth = 8;

    private static readonly Dictionary<Type, object> Values = new()
    {
        [typeof(string)] = "科技创新券 \"𠮷\"",
        [typeof(bool)] = true,
        [typeof(int)] = 7,
        [typeof(long)] = 8_000_000_001L,
        [typeof(StoredJson)] = StoredJson.Of("""{"name":"科技创新券 \"𠮷\""}"""),
        [typeof(byte[])] = new byte[] { 1, 2, 255 },
        [typeof(Money)] = new Money(123_456_789_012_345),
        [typeof(MoneySum)] = new MoneySum((Int128)ulong.MaxValue * 3),
        [typeof(Rate)] = new Rate(4_001),
        [typeof(DateOnly)] = new DateOnly(2026, 3, 2),
        [typeof(BusinessTime)] = new BusinessTime(1_772_413_200_000_001),
    };

    public static object Of(Type type, int depth = 0)
    {
        depth.ShouldBeLessThan(MaxDepth, $"{type} is too deep");
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Values.TryGetValue(type, out var value))
        {
            return value;
        }
        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().Last();
        }
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            return Collection(type.GetGenericArguments(), type, depth);
        }
        if (type.IsAbstract)
        {
            return Of(type.Assembly.GetTypes().First(t => t.IsSubclassOf(type) && !t.IsAbstract), depth);
        }
        return Record(type, depth);
    }

    private static object Record(Type type, int depth)
    {
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length) ?? throw new InvalidOperationException($"{type} has no constructor.");
        var parameters = constructor.GetParameters();
        var record = constructor.Invoke([.. parameters.Select(p => Of(p.ParameterType, depth + 1))]);
        var settable = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.SetMethod is { IsPublic: true })
            .Where(p => parameters.All(c => !c.Name!.Equals(p.Name, StringComparison.OrdinalIgnoreCase)));
        foreach (var property in settable)
        {
            property.SetValue(record, Of(property.PropertyType, depth + 1));
        }
        return record;
    }

    private static object Collection(Type[] arguments, Type type, int depth)
    {
        var name = arguments.Length == 2 ? nameof(Map) : nameof(List);
        var filler = typeof(Filled).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
        return filler.MakeGenericMethod(arguments).Invoke(null, [type, depth])!;
    }

    private static object List<T>(Type type, int depth)
    {
        T[] items = [(T)Of(typeof(T), depth + 1)];
        return type == typeof(ImmutableList<T>) ? items.ToImmutableList()
            : type == typeof(ImmutableArray<T>) ? items.ToImmutableArray()
            : type.IsAssignableFrom(typeof(T[])) ? items
            : items.ToList();
    }

    private static object Map<TKey, TValue>(Type type, int depth)
        where TKey : notnull
    {
        Dictionary<TKey, TValue> items = new() { [(TKey)Of(typeof(TKey), depth + 1)] = (TValue)Of(typeof(TValue), depth + 1) };
        return type == typeof(ImmutableSortedDictionary<TKey, TValue>) ? items.ToImmutableSortedDictionary()
            : type == typeof(ImmutableDictionary<TKey, TValue>) ? items.ToImmutableDictionary()
            : type.IsAssignableFrom(typeof(Dictionary<TKey, TValue>)) ? items
            : throw new InvalidOperationException($"{type} cannot be filled.");
    }
}
