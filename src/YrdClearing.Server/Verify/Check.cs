using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace YrdClearing.Server.Verify;

/// <summary>
/// One invariant: it sees every entry, book by book in the order of their numbers, collects what it needs and says what it found.
/// </summary>
internal abstract class Check(string name)
{
    /// <summary>Differing rows that are named; the rest is counted.</summary>
    public const int MaxRows = 10;

    private readonly List<string> _rows = [];
    private long _failures;

    /// <summary>The next entry, after its postings have entered the balances.</summary>
    public virtual void Entry(StoredEntry entry)
    {
    }

    /// <summary>The last entry of a book has been seen; its balances are still at hand.</summary>
    public virtual void EndBook(string book, long lastSeq)
    {
    }

    /// <summary>All books have been seen: compares with the tables that are not entries.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>What was proved, in numbers, for people.</summary>
    protected abstract string Figure { get; }

    public Invariant Result()
    {
        try
        {
            return new(name, Figure, _failures, _rows);
        }
        catch (Exception e) when (IsDamage(e))
        {
            Fail("what it comes to cannot be added up: " + e.Message);
            return new(name, "", _failures, _rows);
        }
    }

    /// <summary>
    /// True for what a check stumbles over when stored values are damaged, which may be in any way: it is a finding, not the end of the run.
    /// </summary>
    public static bool IsDamage(Exception e)
    {
        const int overflow = 1, keyTwice = 19;
        return e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or InvalidCastException or SqliteException { SqliteErrorCode: overflow or keyTwice };
    }

    /// <summary>The entry does not say what its event's name promises.</summary>
    public void Unreadable(StoredEntry entry, Exception cause) => Fail($"{entry.Name} ({entry.Event}) cannot be read: {cause.Message}");

    /// <summary>What was collected cannot be compared to the end.</summary>
    public void Unfinished(Exception cause) => Fail("cannot be compared to the end: " + cause.Message);

    protected void Fail(string row)
    {
        _failures++;
        if (_rows.Count < MaxRows)
        {
            _rows.Add(row);
        }
    }

    protected void FailEach(IEnumerable<string> rows)
    {
        foreach (var row in rows)
        {
            Fail(row);
        }
    }
}

/// <summary>What came of one invariant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Figure">What was proved, in numbers.</param>
/// <param name="Failures">How many rows differ; 0 when it holds.</param>
/// <param name="Rows">The first rows that differ.</param>
public sealed record Invariant(string Name, string Figure, long Failures, IReadOnlyList<string> Rows)
{
    public bool Ok => Failures == 0;
}
