namespace YrdClearing.Journal.Postgres;

/// <summary>
/// Lists to be filled with the columns of a transaction's rows. They are used again for the next: arrays would be new ones for each
/// transaction, and as long as it has rows.
/// </summary>
internal sealed class ColumnLists
{
    private readonly Dictionary<Type, Pile> _piles = [];

    /// <summary>An empty list that nobody else has until <see cref="Clear"/>.</summary>
    public List<T> Take<T>()
    {
        if (!_piles.TryGetValue(typeof(T), out var pile))
        {
            _piles.Add(typeof(T), pile = new Pile<T>());
        }
        return ((Pile<T>)pile).Take();
    }

    /// <summary>Takes all lists back.</summary>
    public void Clear()
    {
        foreach (var pile in _piles.Values)
        {
            pile.Clear();
        }
    }

    private abstract class Pile
    {
        public abstract void Clear();
    }

    private sealed class Pile<T> : Pile
    {
        private readonly List<List<T>> _lists = [];
        private int _taken;

        public List<T> Take()
        {
            if (_taken == _lists.Count)
            {
                _lists.Add([]);
            }
            return _lists[_taken++];
        }

        public override void Clear()
        {
            for (; _taken > 0; _taken--)
            {
                _lists[_taken - 1].Clear();
            }
        }
    }
}
