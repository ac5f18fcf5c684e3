using System.Diagnostics;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>A worker seen from the process that compares.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    public const string Ready = "ready";

    /// <summary>The longest a worker may take for a set-up or a measurement, what it proves included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

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
            return line == Ready ? worker : throw new InvalidDataException($"{system}: {line}");
        }
        catch
        {
            worker.Kill();
            throw;
        }
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        await _process.StandardInput.WriteLineAsync(WorkerJson.Write(request));
        await _process.StandardInput.FlushAsync();
        return WorkerJson.Read<Measurement>(await ReadAsync());
    }

    /// <summary>Ends it and what it has started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"The worker of {System} ended; see above.");
}
