using Xunit.Sdk;
using Xunit.v3;
using YrdClearing.System.Tests;

[assembly: TestCollectionOrderer(typeof(LongFirst))]

namespace YrdClearing.System.Tests;

/// <summary>
/// What takes minutes begins first, so that the short tests run beside it and nobody waits for it alone in the end; the rest comes in any
/// order, another one each time.
/// </summary>
internal sealed class LongFirst : ITestCollectionOrderer
{
    /// <summary>Folders of this project.</summary>
    private static readonly string[] Long = [".Kill.", ".Scenarios.", ".Cluster."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        var any = DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections);
        return [.. any.OrderByDescending(c => Array.Exists(Long, l => c.TestCollectionDisplayName.Contains(l, StringComparison.Ordinal)))];
    }
}
