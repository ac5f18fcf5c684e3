using System.Runtime.InteropServices;

namespace YrdClearing.System.Tests.Journal;

/// <summary>
/// Runs a piece of work as one whom file permissions bind. They do not bind root, so as root its thread takes on another user for files,
/// which Linux does for a thread alone; the thread ends with the work.
/// </summary>
internal static class Unprivileged
{
    private const uint Nobody = 65_534;

    /// <param name="work">Must not leave its thread.</param>
    public static T Run<T>(Func<T> work)
    {
        (T? Value, Exception? Fault) result = default;
        var thread = new Thread(() =>
        {
            try
            {
                if (Environment.IsPrivilegedProcess)
                {
                    SetFileUser(Nobody);
                    SetFileUser(Nobody).ShouldBe((int)Nobody, "the user before is answered: the first call has changed it");
                }
                result.Value = work();
            }
            catch (Exception e)
            {
                result.Fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return result.Fault is null ? result.Value! : throw new InvalidOperationException(result.Fault.Message, result.Fault);
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileUser(uint user);
}
