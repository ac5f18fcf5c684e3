using System.Diagnostics;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;

namespace YrdClearing.Benchmarks.Http;

/// <summary>A process of <c>yrd serve</c> on a free port of the loopback, built as the benchmark is.</summary>
internal sealed class YrdServer : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    /// <summary>The longest it may take to stop by itself.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string _folder;

    private YrdServer(Process process, string folder, Uri url, TimeSpan startedIn)
    {
        _process = process;
        _folder = folder;
        Url = url;
        StartedIn = startedIn;
    }

    public Uri Url { get; }

    public int ProcessId => _process.Id;

    /// <summary>From the start of the process until it listens: then it answers.</summary>
    public TimeSpan StartedIn { get; }

    public static async Task<YrdServer> StartAsync(string postgres)
    {
        var folder = Directory.CreateTempSubdirectory("yrd-bench-serve-").FullName;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])
            [Server(), "serve", "--postgres", postgres, "--listen", "127.0.0.1:0", "--log", Path.Combine(folder, "log.json")])
        {
            start.ArgumentList.Add(argument);
        }
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        try
        {
            var url = await UrlAsync(process).WaitAsync(StartTime);
            var took = Stopwatch.GetElapsedTime(began);
            // Nobody reads what it says from now on, but it must not wait for a reader.
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, folder, url, took);
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Asks it to stop, as an operator does, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<Uri> UrlAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new(line[Listening.Length..line.IndexOf(';', StringComparison.Ordinal)]);
            }
        }
        throw new InvalidOperationException("yrd serve ended before it listened.");
    }

    private static string Server()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";
        return Path.Combine(Repository.Root, "src", "YrdClearing.Server", "bin", configuration, "net10.0", "yrd.dll");
    }
}
