namespace YrdClearing.Journal;

/// <summary>Merges the waiting batches of this process's books into one transaction at a time.</summary>
public sealed class Committer
{
}
