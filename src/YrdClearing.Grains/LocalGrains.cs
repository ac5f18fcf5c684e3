using System.Collections.Concurrent;

namespace YrdClearing.Grains;

/// <summary>
/// What is active in this silo and may be asked from any thread: books, and the owners of facts. Asking them is the same as calling their
/// grain, without the call; who is not here is called. Safe to use from several threads.
/// </summary>
public sealed class LocalGrains
{
    // A book and its fund have the same name.
    private readonly ConcurrentDictionary<(Type Kind, string Id), object> _parts = new();

    /// <summary>From now on the part answers; it takes the place of an earlier one that is just going.</summary>
    public void Add(string id, object part) => _parts[(part.GetType(), id)] = part;

    /// <summary>The part no longer answers; harmless when it is gone or another has taken its place.</summary>
    public void Remove(string id, object part) => _parts.TryRemove(new((part.GetType(), id), part));

    /// <summary>All parts of a kind that are active in this silo, in no order.</summary>
    public IEnumerable<T> All<T>()
        where T : class => _parts.Values.OfType<T>();

    /// <summary>The part of this kind and id; null when it is not active in this silo.</summary>
    public T? Find<T>(string id)
        where T : class =>
        _parts.TryGetValue((typeof(T), id), out var part) ? (T)part : null;
}
