namespace YrdClearing.Benchmarks.Memory;

/// <summary>The memory of this process.</summary>
internal static class Heap
{
    /// <summary>What is alive on the heap, after full collections, in bytes.</summary>
    public static long Live()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
