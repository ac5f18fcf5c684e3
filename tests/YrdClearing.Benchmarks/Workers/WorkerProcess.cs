using System.Diagnostics;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>
/// A worker seen from the process that compares. While it is not measured it stands still: the timers of a few idle systems would take a
/// good part of the cores from the one that is. Servers that it has started go on, for they have neighbours and connections to keep.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    public const string Ready = "ready";

    /// <summary>The longest a worker may take for a set-up or a measurement, what it proves included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>The longest it may take to end by itself.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private WorkerProcess(string system, Process process)
    {
        System = system;
        _process = process;
    }

    public string System { get; }

    /// <summary>Starts a system and waits until it is set up (and tuned, where there is something to tune).</summary>
    public static async Task<WorkerProcess> StartAsync(string system, PostgresCluster cluster, int inFlight, double seconds)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            typeof(WorkerProcess).Assembly.Location, "worker", "--system", system, "--postgres", cluster.Admin,
            "--in-flight", inFlight.ToString(CultureInfo.InvariantCulture), "--seconds", seconds.ToString(CultureInfo.InvariantCulture),
        ])
        {
            start.ArgumentList.Add(argument);
        }
        var worker = new WorkerProcess(system, Process.Start(start)!);
        try
        {
            var line = await worker.ReadAsync();
            if (line != Ready)
            {
                throw new InvalidDataException($"{system}: {line}");
            }
            await worker.SignalAsync("STOP");
            return worker;
        }
        catch
        {
            worker.Kill();
            throw;
        }
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        await SignalAsync("CONT");
        await _process.StandardInput.WriteLineAsync(WorkerJson.Write(request));
        await _process.StandardInput.FlushAsync();
        var measured = WorkerJson.Read<Measurement>(await ReadAsync());
        await SignalAsync("STOP");
        return measured;
    }

    /// <summary>Ends it and what it has started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("CONT");
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"The worker of {System} ended; see above.");
}
