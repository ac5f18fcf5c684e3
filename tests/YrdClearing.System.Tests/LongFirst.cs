using Xunit.Sdk;
using Xunit.v3;
using YrdClearing.System.Tests;

// Half of a test's time is waiting, for a disk, a lease or a process: two at a time left a machine of two cores half idle.
[assembly: Parallelization(MaxThreads = LongFirst.AtOnce)]
[assembly: TestCollectionOrderer(typeof(LongFirst))]

namespace YrdClearing.System.Tests;

/// <summary>
/// What takes minutes begins first, so that the short tests run beside it and nobody waits for it alone in the end; the rest comes in any
/// order, another one each time.
/// </summary>
internal sealed class LongFirst : ITestCollectionOrderer
{
    public const int AtOnce = 3;

    /// <summary>Folders of this project.</summary>
    private static readonly string[] Long = [".Kill.", ".Scenarios.", ".Cluster."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        var any = DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections);
        return [.. any.OrderByDescending(c => Array.Exists(Long, l => c.TestCollectionDisplayName.Contains(l, StringComparison.Ordinal)))];
    }
}
