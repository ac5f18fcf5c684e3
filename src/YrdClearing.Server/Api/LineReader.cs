using System.Buffers;
using System.IO.Pipelines;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Server.Api;

/// <summary>Cuts a body into lines. A line that came in one piece is not copied.</summary>
internal sealed class LineReader(PipeReader body)
{
    private ReadOnlySequence<byte> _rest;
    private byte[] _copy = [];

    // The start of the rest in which no line ends.
    private long _searched;
    private bool _hasRead;
    private bool _isComplete;
    private bool _isOver;

    /// <summary>The number of the last line given, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>True when the last line of the body was given.</summary>
    public bool IsOver => _isOver;

    /// <summary>
    /// The next line that is there already, without its end and a byte order mark at the start of the body; what follows the last line end
    /// is a line, too. False when more must come.
    /// </summary>
    /// <param name="line">Valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_isOver)
        {
            return false;
        }
        if (_rest.Slice(_searched).PositionOf((byte)'\n') is { } end)
        {
            line = Whole(_rest.Slice(0, end));
            _rest = _rest.Slice(_rest.GetPosition(1, end));
        }
        else if (_isComplete)
        {
            line = Whole(_rest);
            _isOver = true;
        }
        else
        {
            _searched = _rest.Length;
            return false;
        }
        _searched = 0;
        Number++;
        if (Number == 1)
        {
            line = CommandReader.WithoutByteOrderMark(line);
        }
        return true;
    }

    /// <summary>Waits for more of the body; false when it is over, or when whoever has it takes the waiting back.</summary>
    /// <exception cref="BadHttpRequestException">The body is longer than it may be.</exception>
    public async ValueTask<bool> MoreAsync(CancellationToken cancellation)
    {
        if (_isOver)
        {
            return false;
        }
        if (_hasRead)
        {
            body.AdvanceTo(_rest.Start, _rest.End);
        }
        var read = await body.ReadAsync(cancellation);
        if (read.IsCanceled)
        {
            return false;
        }
        (_rest, _isComplete, _hasRead) = (read.Buffer, read.IsCompleted, true);
        return true;
    }

    private ReadOnlySpan<byte> Whole(ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
        {
            return line.FirstSpan;
        }
        var length = checked((int)line.Length);
        if (_copy.Length < length)
        {
            _copy = new byte[length];
        }
        line.CopyTo(_copy);
        return _copy.AsSpan(0, length);
    }
}
