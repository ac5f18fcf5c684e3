using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>One <c>yrd serve</c> in a process of its own.</summary>
internal sealed class Silo : IAsyncDisposable
{
    /// <summary>Longest wait for a silo to start, on a machine that does much else.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Silo(string postgres, string[] options)
    {
        _process = new()
        {
            StartInfo = new(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "yrd.dll"), "serve", "--postgres", postgres, "--listen", "127.0.0.1:0", .. options])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Say(line.Data);
        _process.ErrorDataReceived += (_, line) => Say(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The silo ended:\n" + Said));
    }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>What it wrote so far, for a test that fails.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts a silo of the database's cluster; completes when it takes requests.</summary>
    public static async Task<Silo> StartAsync(string postgres, params string[] options)
    {
        var silo = new Silo(postgres, options);
        silo._process.Start();
        silo._process.BeginOutputReadLine();
        silo._process.BeginErrorReadLine();
        silo.Client.BaseAddress = await silo._listening.Task.WaitAsync(LongestStart);
        return silo;
    }

    /// <summary>Sends a command; an answer that is no answer (no connection) is null.</summary>
    public async Task<Answer?> TrySendAsync(string line, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/commands")
        {
            Content = new StringContent(line, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", id);
        try
        {
            using var response = await Client.SendAsync(request);
            return new(
                response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(),
                response.Headers.Location?.OriginalString);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    public async Task<Answer> SendAsync(string line, string id) =>
        await TrySendAsync(line, id) ?? throw new InvalidOperationException("No answer from the silo:\n" + Said);

    /// <summary>Sends a command that must be accepted; on a busy machine its effects may still be pending.</summary>
    public async Task<Answer> AcceptAsync(string line, string id)
    {
        var answer = await SendAsync(line, id);
        answer.Status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted], answer.Text);
        return answer;
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), null);
    }

    /// <summary>False also when it no longer listens.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await GetAsync("/health/ready")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>As a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As an operator does: it leaves, answers what it has and goes; completes when it is gone.</summary>
    public async Task StopAsync()
    {
        using var term = AskToStop();
        await EndAsync();
    }

    /// <summary>Waits until it has gone by itself.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, Said);
    }

    /// <summary>Sends SIGTERM.</summary>
    public Process AskToStop() => Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    private void Say(string? line)
    {
        const string Listening = "Listening on ";
        if (line is null)
        {
            return;
        }
        lock (_said)
        {
            _said.AppendLine(line);
        }
        if (line.StartsWith(Listening, StringComparison.Ordinal))
        {
            _listening.TrySetResult(new(line[Listening.Length..line.IndexOf(';')]));
        }
    }
}
