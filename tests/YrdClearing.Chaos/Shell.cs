using System.Diagnostics;
using System.Runtime.InteropServices;

namespace YrdClearing.Chaos;

/// <summary>Commands and signals of the operating system.</summary>
internal static class Shell
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>No command that is waited for takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Runs a command to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(params IReadOnlyList<string> command)
    {
        var (exit, output) = await TryAsync(command);
        return exit == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {exit}: {output}");
    }

    public static async Task<(int Exit, string Output)> TryAsync(params IReadOnlyList<string> command)
    {
        using var process = new Process { StartInfo = Start(command) };
        process.StartInfo.RedirectStandardOutput = process.StartInfo.RedirectStandardError = true;
        process.Start();
        // Through the program's own end, not that of the pipes: a daemon it starts may inherit those.
        var output = new List<string>();
        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        lock (output)
        {
            return (process.ExitCode, string.Join('\n', output));
        }
    }

    public static ProcessStartInfo Start(IReadOnlyList<string> command) => new(command[0], command.Skip(1));

    /// <summary>Sends a signal; false when there is no such process any more.</summary>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    private static void Add(List<string> output, string? line)
    {
        lock (output)
        {
            if (line is not null)
            {
                output.Add(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
