using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// The wire between a journal and its PostgreSQL server. It can be cut after the server has done what it was asked and before it can say
/// so: the caller cannot know, and what was written stays. And it can hold back the rest of what the server is asked, as a process does
/// that is paused while it sends.
/// </summary>
internal sealed class CutWire : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// How the server ends an answer when no transaction is open: ReadyForQuery, idle. What was asked is committed or undone.
    /// </summary>
    private static readonly byte[] Done = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _held = new();
    private byte[]? _marker;
    private byte[]? _lastSent;
    private int _cuts;

    public CutWire(string connectionString)
    {
        _server = new(connectionString);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database through this wire.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ToString())
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
    }.ToString();

    /// <summary>How often it has been cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Cuts the wire once: when the server has done the next thing that mentions this text.</summary>
    public void CutAnswerTo(string text) => Volatile.Write(ref _marker, Encoding.UTF8.GetBytes(text));

    /// <summary>Lets this text through and holds back what follows it on its connection. It has to come in one piece.</summary>
    /// <returns>Completes when something is held back.</returns>
    public Task HoldBackAfter(string text)
    {
        Volatile.Write(ref _lastSent, Encoding.UTF8.GetBytes(text));
        return _held.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = await ConnectAsync();
        using var connection = new Connection(client, server);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(QuestionsAsync(connection, over.Token), AnswersAsync(connection, over.Token));
        // One side is gone; so is the other.
        await over.CancelAsync();
    }

    private async Task QuestionsAsync(Connection connection, CancellationToken over)
    {
        var buffer = new byte[BufferBytes];
        while (await connection.Client.ReceiveAsync(buffer, over) is var read and > 0)
        {
            if (Volatile.Read(ref _marker) is { } marker && buffer.AsSpan(0, read).IndexOf(marker) >= 0
                && Interlocked.CompareExchange(ref _marker, null, marker) == marker)
            {
                connection.IsCut = true;
            }
            if (Volatile.Read(ref _lastSent) is { } last && buffer.AsSpan(0, read).IndexOf(last) is var at and >= 0)
            {
                await SendAsync(connection.Server, buffer.AsMemory(0, at + last.Length), over);
                _held.TrySetResult();
                await Task.Delay(Timeout.Infinite, over);
            }
            await SendAsync(connection.Server, buffer.AsMemory(0, read), over);
        }
    }

    private async Task AnswersAsync(Connection connection, CancellationToken over)
    {
        var buffer = new byte[BufferBytes];
        while (await connection.Server.ReceiveAsync(buffer, over) is var read and > 0)
        {
            if (!connection.IsCut)
            {
                await SendAsync(connection.Client, buffer.AsMemory(0, read), over);
            }
            else if (buffer.AsSpan(0, read).EndsWith(Done))
            {
                Interlocked.Increment(ref _cuts);
                return;
            }
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken over)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, over)..];
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var onSocketFile = _server.Host!.StartsWith('/');
        EndPoint end = onSocketFile
            ? new UnixDomainSocketEndPoint(Path.Combine(_server.Host, $".s.PGSQL.{_server.Port}"))
            : new DnsEndPoint(_server.Host, _server.Port);
        var socket = new Socket(onSocketFile ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP);
        await socket.ConnectAsync(end, _stop.Token);
        return socket;
    }

    private sealed class Connection(Socket client, Socket server) : IDisposable
    {
        public Socket Client => client;
        public Socket Server => server;
        public volatile bool IsCut;

        public void Dispose() => client.Dispose();
    }
}
