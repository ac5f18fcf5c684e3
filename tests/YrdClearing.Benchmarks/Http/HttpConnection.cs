using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace YrdClearing.Benchmarks.Http;

/// <summary>
/// A kept connection to the server that speaks just enough HTTP/1.1 to post commands: a load generator must cost less than what it
/// measures, and shares its processors here. One request at a time.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private const string NotChunked = "A response is neither of known length nor chunked.";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _host;
    private byte[] _sent = new byte[1024];
    private byte[] _received = new byte[4096];

    private HttpConnection(Uri server) => _host = server.Authority;

    public static async Task<HttpConnection> OpenAsync(Uri server)
    {
        var connection = new HttpConnection(server);
        await connection._socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        return connection;
    }

    /// <summary>
    /// Posts a body to <c>/api/v1/commands</c> and returns the status and the whole answer, valid until the next request.
    /// </summary>
    /// <param name="type">The content type.</param>
    /// <param name="body">The body.</param>
    /// <param name="arrived">Told of each piece of the answer as it comes, head included; null when nobody listens.</param>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Answer)> PostAsync(
        string type, ReadOnlyMemory<byte> body, Action<ReadOnlyMemory<byte>>? arrived = null)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/v1/commands HTTP/1.1\r\nHost: {_host}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n");
        if (_sent.Length < head.Length + body.Length)
        {
            _sent = new byte[head.Length + body.Length];
        }
        var length = Encoding.ASCII.GetBytes(head, _sent);
        body.Span.CopyTo(_sent.AsSpan(length));
        await SendAsync(_sent.AsMemory(0, length + body.Length));

        var filled = 0;
        while (true)
        {
            if (filled == _received.Length)
            {
                Array.Resize(ref _received, filled * 2);
            }
            var read = await _socket.ReceiveAsync(_received.AsMemory(filled));
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }
            arrived?.Invoke(_received.AsMemory(filled, read));
            filled += read;
            if (IsComplete(_received.AsSpan(0, filled)))
            {
                return (StatusOf(_received), _received.AsMemory(0, filled));
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }
        var length = answer[..head].IndexOf("\r\nContent-Length: "u8);
        if (length >= 0)
        {
            var text = answer[(length + "\r\nContent-Length: ".Length)..];
            return answer.Length >= head + 4 + int.Parse(text[..text.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        }
        return answer[..(head + 2)].IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8)
            : throw new InvalidDataException(NotChunked);
    }

    /// <summary><c>HTTP/1.1 200 OK</c></summary>
    private static int StatusOf(ReadOnlySpan<byte> answer) => int.Parse(answer.Slice(9, 3), CultureInfo.InvariantCulture);
}
