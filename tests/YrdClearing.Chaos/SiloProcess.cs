using System.Diagnostics;

namespace YrdClearing.Chaos;

/// <summary>
/// One <c>yrd serve</c> and who looks after it: a process that ends is started again, as a service manager does it. A fault can hold the
/// restart back.
/// </summary>
internal sealed class SiloProcess(int number, Wires wires, string database, string folder) : IAsyncDisposable
{
    private const int LoopbackPort = 18_080;
    private const int LoopbackSiloPort = 28_080;
    private const int LastBytes = 4_000;

    private static readonly TimeSpan BeforeRestart = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private volatile Process? _process;
    private volatile TaskCompletionSource _mayStart = Allowed();
    private Task _keeping = Task.CompletedTask;
    private int _ownEnds;
    private volatile bool _isKilled;

    public int Number => number;

    public Uri Url { get; } = new($"http://{wires.Address(number)}:{LoopbackPort + number}");

    /// <summary>How often the process ended without having been killed: a member that was declared dead ends itself.</summary>
    public int OwnEnds => _ownEnds;

    public bool IsRunning => _process is { HasExited: false };

    public void Start() => _keeping = Task.Run(KeepAsync);

    /// <summary>kill -9; it is started again when <see cref="Release"/> is called.</summary>
    public void Kill()
    {
        _mayStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _isKilled = true;
        Send(Shell.Kill);
    }

    public void Release() => _mayStart.TrySetResult();

    public void Send(int signal)
    {
        if (_process is { HasExited: false } process)
        {
            Shell.Signal(process.Id, signal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Send(Shell.Kill);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _mayStart.Task.WaitAsync(_stop.Token);
            _isKilled = false;
            var process = Process.Start(Shell.Start(Command()))!;
            _process = process;
            await process.WaitForExitAsync(CancellationToken.None);
            if (!_isKilled && !_stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref _ownEnds);
            }
            await Task.Delay(BeforeRestart, _stop.Token);
        }
    }

    /// <summary>The end of what the processes of this silo have logged.</summary>
    public async Task<string> LastLinesAsync()
    {
        using var log = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(-Math.Min(log.Length, LastBytes), SeekOrigin.End);
        using var reader = new StreamReader(log);
        return $"The end of silo {number}'s log:\n{await reader.ReadToEndAsync()}";
    }

    private string LogFile => Path.Combine(folder, $"silo-{number}.log");

    private string[] Command() => wires.At(
        number,
        "sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", LogFile,
        "dotnet", Path.Combine(AppContext.BaseDirectory, "yrd.dll"), "serve", "--postgres", database,
        "--advertise", wires.Address(number), "--silo-port", $"{LoopbackSiloPort + number}",
        "--listen", $"{wires.Address(number)}:{LoopbackPort + number}", "--allow-remote");

    private static TaskCompletionSource Allowed()
    {
        var allowed = new TaskCompletionSource();
        allowed.SetResult();
        return allowed;
    }
}
