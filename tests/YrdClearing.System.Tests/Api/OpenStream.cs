using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace YrdClearing.System.Tests.Api;

/// <summary>
/// A stream of commands whose client goes on writing while it is answered, which HttpClient does not do over HTTP/1.1: one chunk of the
/// body for each piece that is sent.
/// </summary>
internal sealed class OpenStream : IAsyncDisposable
{
    /// <summary>How a chunked body ends.</summary>
    public const string End = "0\r\n\r\n";

    private readonly TcpClient _client = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _answer = new();

    /// <summary>The outcomes that were read, by line.</summary>
    public IEnumerable<(int Line, string Outcome)> Outcomes =>
        Lines.Select(l => (l["line"]!.GetValue<int>(), l["outcome"]!.GetValue<string>()));

    /// <summary>The answers that were read; what stands around them is HTTP's.</summary>
    public IEnumerable<JsonNode> Lines => _answer.ToString().Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!);

    /// <param name="server">Where the server listens.</param>
    /// <param name="receiveBytes">How much the client's machine takes for it before it reads; null: what the system likes.</param>
    public static async Task<OpenStream> BeginAsync(Uri server, int? receiveBytes = null)
    {
        var stream = new OpenStream();
        if (receiveBytes is { } bytes)
        {
            stream._client.ReceiveBufferSize = bytes;
        }
        await stream._client.ConnectAsync(server.Host, server.Port);
        await stream.WriteAsync(
            "POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        return stream;
    }

    public Task SendAsync(string piece) => WriteAsync($"{Encoding.UTF8.GetByteCount(piece):x}\r\n{piece}\r\n");

    /// <summary>Sends nothing more.</summary>
    public Task EndAsync() => WriteAsync(End);

    /// <summary>Reads until something stands in what was read.</summary>
    public async Task ReadUntilAsync(string text, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        var (buffer, chars) = (new byte[64 * 1024], new char[64 * 1024 + 1]);
        while (!_answer.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await _client.GetStream().ReadAsync(buffer, late.Token);
            read.ShouldBeGreaterThan(0, "The server has hung up: " + _answer);
            _answer.Append(chars, 0, _decoder.GetChars(buffer, 0, read, chars, 0));
        }
    }

    /// <summary>Reads a few bytes now and then, until the server hangs up.</summary>
    public async Task HardlyReadAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        var buffer = new byte[256];
        try
        {
            while (await _client.GetStream().ReadAsync(buffer, late.Token) > 0)
            {
                await Task.Delay(100, late.Token);
            }
        }
        catch (IOException)
        {
            // Reset: what was on its way is lost with the connection.
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(string text) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
}
