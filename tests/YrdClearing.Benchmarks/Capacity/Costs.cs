namespace YrdClearing.Benchmarks.Capacity;

/// <summary>
/// What one entry costs, in nanoseconds: a command's own or one that a message causes. Where each figure is from stands in
/// ops/performance.md, "Capacity".
/// </summary>
internal sealed record Costs
{
    /// <summary>Measured: processor time of a silo up to the commit and after it.</summary>
    public required long Silo { get; init; }

    /// <summary>Measured: processor time of the database.</summary>
    public required long Database { get; init; }

    /// <summary>Processor time of the database for a transaction, whatever it holds.</summary>
    public required long Transaction { get; init; }

    /// <summary>Until a commit's log is on the disk.</summary>
    public required long Flush { get; init; }

    /// <summary>There and back between two machines; next to nothing within one.</summary>
    public required long RoundTrip { get; init; }

    /// <summary>Assumed: processor time of a call from one silo to another, both ends together.</summary>
    public required long RemoteCall { get; init; }

    /// <summary>Processor time of the network's database for the keys of an entry whose book has a database of its own.</summary>
    public required long ReservedKeys { get; init; }
}
