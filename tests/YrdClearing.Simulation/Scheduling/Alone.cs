using System.Runtime.ExceptionServices;

namespace YrdClearing.Simulation.Scheduling;

/// <summary>Runs a simulation on a thread of its own, where nobody's synchronisation context interferes.</summary>
internal static class Alone
{
    public static T Run<T>(Func<T> simulation)
    {
        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = simulation();
            }
            catch (Exception e)
            {
                thrown = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result;
    }
}
