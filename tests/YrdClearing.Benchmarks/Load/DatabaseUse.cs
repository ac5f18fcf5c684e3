using System.Globalization;
using Dapper;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Load;

/// <summary>What a load cost PostgreSQL: rows, bytes with all indexes, write-ahead log, processor time of all its processes.</summary>
internal sealed class DatabaseUse
{
    private const string Sizes = """
        SELECT (SELECT count(*) FROM entry)                              AS Entries,
               (SELECT count(*) FROM entry WHERE command_id IS NOT NULL) AS Commands,
               (SELECT count(*) FROM key)                                AS Keys,
               (SELECT count(*) FROM state)                              AS Rows,
               pg_total_relation_size('entry')                           AS EntryBytes,
               pg_total_relation_size('key')                             AS KeyBytes,
               pg_total_relation_size('state')                           AS StateBytes,
               (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint            AS WalBytes
        """;

    public long Entries { get; init; }
    public long Commands { get; init; }
    public long Keys { get; init; }
    public long Rows { get; init; }
    public long EntryBytes { get; init; }
    public long KeyBytes { get; init; }
    public long StateBytes { get; init; }
    public long WalBytes { get; init; }
    public TimeSpan Cpu { get; private set; }

    /// <summary>As it is now. Processor time is that of the server processes that run now, where /proc tells it.</summary>
    public static async Task<DatabaseUse> NowAsync(JournalStore store)
    {
        await using var connection = await store.OpenReadAsync(CancellationToken.None);
        var use = await connection.QuerySingleAsync<DatabaseUse>(Sizes);
        var processes = await connection.QueryAsync<int>("SELECT pid FROM pg_stat_activity");
        use.Cpu = ProcessorTime.Of(processes);
        return use;
    }

    public DatabaseUse Less(DatabaseUse earlier) => new()
    {
        Entries = Entries - earlier.Entries,
        Commands = Commands - earlier.Commands,
        Keys = Keys - earlier.Keys,
        Rows = Rows - earlier.Rows,
        EntryBytes = EntryBytes - earlier.EntryBytes,
        KeyBytes = KeyBytes - earlier.KeyBytes,
        StateBytes = StateBytes - earlier.StateBytes,
        WalBytes = WalBytes - earlier.WalBytes,
        Cpu = Cpu - earlier.Cpu,
    };

    public override string ToString()
    {
        var commands = Math.Max(1.0, Commands);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            database, per command: {Entries / commands:0.00} entries, {Keys / commands:0.00} keys, {Rows / commands:0.00} state rows;
            {EntryBytes / commands:N0} bytes of entries, {KeyBytes / commands:N0} of keys, {StateBytes / commands:N0} of state, {WalBytes / commands:N0} of write-ahead log;
            {Cpu.TotalMicroseconds / commands:0} µs of its processors
            """);
    }
}
