using System.Diagnostics;
using System.Runtime.InteropServices;

namespace YrdClearing.Chaos;

/// <summary>Commands and signals of the operating system.</summary>
internal static class Shell
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>A command that takes longer is ended and has failed, unless it is given more time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What the exit code of a command is that was ended.</summary>
    private const int Ended = -1;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(params IReadOnlyList<string> command)
    {
        var (exit, output) = await TryAsync(command);
        return exit == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {exit}: {output}");
    }

    public static Task<(int Exit, string Output)> TryAsync(params IReadOnlyList<string> command) => TryAsync(Patience, command);

    /// <summary>Runs a command to its end, or ends it when its time is over.</summary>
    public static async Task<(int Exit, string Output)> TryAsync(TimeSpan patience, IReadOnlyList<string> command)
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
        using var limit = new CancellationTokenSource(patience);
        var exit = Ended;
        try
        {
            await process.WaitForExitAsync(limit.Token);
            exit = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Add(output, $"ended after {patience.TotalSeconds:0} s");
        }
        lock (output)
        {
            return (exit, string.Join('\n', output));
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
