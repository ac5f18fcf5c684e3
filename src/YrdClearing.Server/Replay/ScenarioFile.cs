using System.Security.Cryptography;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Server.Replay;

/// <summary>One command's line of a scenario file.</summary>
/// <param name="Number">The physical line, from 1.</param>
/// <param name="Utf8">Its bytes without the line end; of a line over the limit only as many as prove that it is.</param>
/// <param name="EndOffset">Bytes of the file up to and with this line.</param>
internal readonly record struct ScenarioLine(int Number, byte[] Utf8, long EndOffset);

/// <summary>
/// A scenario file (JSON Lines), read as a stream: however long file or line are, memory holds one line of at most
/// <see cref="CommandReader.MaxCommandBytes"/> and a buffer.
/// </summary>
internal sealed class ScenarioFile : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Enough of a line to see that it is longer than a command may be.</summary>
    private const int MaxKeptBytes = CommandReader.MaxCommandBytes + 1;

    private readonly FileStream _stream;

    private ScenarioFile(FileStream stream, string hash) => (_stream, Hash) = (stream, hash);

    /// <summary>The file's name without its folder: the first part of the default ids.</summary>
    public string Name => Path.GetFileName(_stream.Name);

    /// <summary>SHA-256 of the content, lower-case hex: outcomes are kept for a content, not for a name alone.</summary>
    public string Hash { get; }

    public long Length => _stream.Length;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ScenarioFile> OpenAsync(string path, CancellationToken cancellation)
    {
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        try
        {
            if (!stream.CanSeek)
            {
                throw new IOException($"{path} can be read only once, and a replay reads twice: write it to a file.");
            }
            var hash = await SHA256.HashDataAsync(stream, cancellation);
            stream.Position = 0;
            return new(stream, Convert.ToHexStringLower(hash));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The id of a line that brings none. The colon keeps it apart from every id that a client may send.</summary>
    public static string DefaultId(string name, int line) => $"{name}:{line}";

    /// <summary>The lines that are commands, or should be: blank lines and lines that start with <c>//</c> are skipped.</summary>
    public async IAsyncEnumerable<ScenarioLine> LinesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        var line = new LineBytes();
        long offset = 0;
        var number = 1;
        var start = await SkipByteOrderMarkAsync(buffer, cancellation);
        offset += start;
        int read;
        while ((read = await _stream.ReadAsync(buffer, cancellation)) > 0)
        {
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, read - from);
                line.Append(buffer.AsSpan(from, (end < 0 ? read : end) - from));
                if (end < 0)
                {
                    break;
                }
                if (line.IsCommand)
                {
                    yield return new(number, line.Take(), offset + end + 1);
                }
                line.Clear();
                number++;
                from = end + 1;
            }
            offset += read;
        }
        if (line.IsCommand)
        {
            yield return new(number, line.Take(), offset);
        }
    }

    public void Dispose() => _stream.Dispose();

    private async Task<int> SkipByteOrderMarkAsync(byte[] buffer, CancellationToken cancellation)
    {
        var start = buffer.AsMemory(0, CommandReader.ByteOrderMarkBytes);
        var read = await _stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        var skip = read - CommandReader.WithoutByteOrderMark(start.Span[..read]).Length;
        _stream.Position = skip;
        return skip;
    }

    /// <summary>The bytes of the line being read.</summary>
    private sealed class LineBytes
    {
        private readonly MemoryStream _kept = new();
        private bool _isBlank = true;

        public bool IsCommand => !_isBlank && !_kept.GetBuffer().AsSpan(0, (int)_kept.Length).StartsWith("//"u8);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            _isBlank = _isBlank && bytes.IndexOfAnyExcept(" \t\r"u8) < 0;
            _kept.Write(bytes[..Math.Min(bytes.Length, MaxKeptBytes + 1 - (int)_kept.Length)]);
        }

        public byte[] Take()
        {
            var bytes = _kept.GetBuffer().AsSpan(0, (int)_kept.Length);
            return (bytes.EndsWith("\r"u8) ? bytes[..^1] : bytes).ToArray();
        }

        public void Clear()
        {
            _kept.SetLength(0);
            _isBlank = true;
        }
    }
}
