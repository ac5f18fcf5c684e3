namespace YrdClearing.Grains;

/// <summary>
/// How long a call between silos may take before its outcome counts as unknown. An answer can be lost with the connection that was to bring
/// it; whoever waits for it meanwhile keeps others waiting. Asking again is harmless: facts change nothing, commits have an id.
/// </summary>
internal static class AnswersWithin
{
    /// <summary>What is in memory, or a few rows away.</summary>
    public const string Fact = "00:00:05";

    /// <summary>A commit waits for those before it; a message for its target's turn, which a run of deadlines may keep longer.</summary>
    public const string Write = "00:00:20";

    /// <summary>A wait for messages, which ends after <see cref="RunningBook.LongestWait"/>; a book that sleeps is opened for it.</summary>
    public const string Wait = "00:00:40";
}
