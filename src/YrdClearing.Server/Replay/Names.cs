namespace YrdClearing.Server.Replay;

/// <summary>
/// Different names, each once: nearly always one, which then costs no collection, to keep or to go through. Not thread-safe.
/// </summary>
internal sealed class Names
{
    private string? _first;
    private SortedSet<string>? _others;

    public void Add(string name)
    {
        if (_first is null)
        {
            _first = name;
        }
        else if (_first != name)
        {
            (_others ??= new(StringComparer.Ordinal)).Add(name);
        }
    }

    public Enumerator GetEnumerator() => new(_first, _others);

    /// <summary>The first one, then the others by name.</summary>
    internal struct Enumerator(string? first, SortedSet<string>? others)
    {
        private string? _next = first;
        private SortedSet<string>.Enumerator _others;
        private bool _isPastFirst;

        public string Current { get; private set; } = "";

        public bool MoveNext()
        {
            if (_next is not null)
            {
                (Current, _next) = (_next, null);
                return true;
            }
            if (others is null)
            {
                return false;
            }
            if (!_isPastFirst)
            {
                (_others, _isPastFirst) = (others.GetEnumerator(), true);
            }
            if (!_others.MoveNext())
            {
                return false;
            }
            Current = _others.Current;
            return true;
        }
    }
}
