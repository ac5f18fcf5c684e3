using System.Collections.Concurrent;
using System.Text;
using YrdClearing.Benchmarks.Load;

namespace YrdClearing.Benchmarks.Http;

/// <summary>
/// Ours through HTTP, one command a request: as many kept connections as commands are in flight, spread over the servers.
/// </summary>
internal sealed class HttpPath(IReadOnlyList<Uri> servers) : IClearingPath, IDisposable
{
    private const string Json = "application/json";
    private const int MaxAttempts = 20;

    private static readonly TimeSpan RetryWait = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentStack<HttpConnection> _idle = [];
    private int _opened;
    private long _pending;
    private long _repeated;

    /// <summary>Requests sent again because their outcome was unknown (5xx).</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Answers that came before the effects in other books (202).</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>An answer comes when the effects in other books are applied, too.</summary>
    public async ValueTask<Task> SendAsync(ReadOnlyMemory<byte> command)
    {
        if (!_idle.TryPop(out var connection))
        {
            connection = await HttpConnection.OpenAsync(servers[Interlocked.Increment(ref _opened) % servers.Count]);
        }
        var (status, answer) = await connection.PostAsync(Json, command);
        for (var attempt = 1; status >= 500 && attempt < MaxAttempts; attempt++)
        {
            // The outcome is unknown; the same id answers, as the server says.
            Interlocked.Increment(ref _repeated);
            await Task.Delay(RetryWait * attempt);
            (status, answer) = await connection.PostAsync(Json, command);
        }
        if (status is not (200 or 201 or 202))
        {
            throw new CommandRefusedException($"{Encoding.UTF8.GetString(command.Span)}: {Encoding.UTF8.GetString(answer.Span)}");
        }
        if (status == 202)
        {
            Interlocked.Increment(ref _pending);
        }
        _idle.Push(connection);
        return Task.CompletedTask;
    }

    /// <summary>Closes the connections that nobody uses: the server closes those that stay idle between two measurements.</summary>
    public void CloseIdle()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }

    public void Dispose() => CloseIdle();
}
