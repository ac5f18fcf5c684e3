using System.Text;
using YrdClearing.Server.Registrations;
using YrdClearing.Server.Sample;

namespace YrdClearing.System.Tests.Registrations;

/// <summary>Registration files pass through, they are never held: measured, so no other test may run beside these.</summary>
[CollectionDefinition(nameof(RegistrationMemoryTests), DisableParallelization = true)]
[Collection(nameof(RegistrationMemoryTests))]
public sealed class RegistrationMemoryTests
{
    /// <summary>Live memory that reading or writing may add at any time, bytes, whatever the file's length.</summary>
    private const long MaxLiveBytes = 2 * 1024 * 1024;

    private const string Row = "N1,2022-03-31,service,91330000MAXX0071X8,S,330106,91340000MAXX00728C,B,340200,100.00,80.00\n";

    private static readonly string Heading = string.Join(',', RegistrationFile.Columns) + "\n";

    [Fact]
    public void A_file_of_any_length_is_read_in_constant_memory()
    {
        var input = new RepeatedRows(Heading, Row, 200_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (rows, peak) = (0, 0L);
        foreach (var _ in RegistrationFile.Read(input))
        {
            if (++rows % 50_000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }
        rows.ShouldBe(200_000);
        input.Length.ShouldBeGreaterThan(4 * MaxLiveBytes);
        peak.ShouldBeLessThan(MaxLiveBytes);
    }

    [Fact]
    public async Task The_sample_is_written_in_constant_memory_and_is_the_same_each_time()
    {
        var (first, second) = (new CountingStream(), new CountingStream());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var stream in new[] { first, second })
        {
            await using var text = new StreamWriter(stream);
            await using var csv = await RegistrationFile.BeginAsync(text, withMark: false, TestContext.Current.CancellationToken);
            var rows = 0;
            foreach (var row in new SampleRegistrations(1).Rows())
            {
                await RegistrationFile.AddAsync(csv, row, TestContext.Current.CancellationToken);
                if (++rows % 10_000 == 0)
                {
                    (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(MaxLiveBytes);
                }
            }
            rows.ShouldBe(25_273);
        }
        first.Length.ShouldBeGreaterThan(2_000_000);
        (second.Length, second.Sum).ShouldBe((first.Length, first.Sum));
    }

    /// <summary>A file that exists nowhere: a heading, then one row again and again.</summary>
    private sealed class RepeatedRows(string heading, string row, int times) : Source
    {
        private readonly byte[] _heading = Encoding.UTF8.GetBytes(heading), _row = Encoding.UTF8.GetBytes(row);
        private long _at;

        public override long Length => _heading.Length + (long)_row.Length * times;

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, Length - _at);
            for (var i = 0; i < count; i++, _at++)
            {
                buffer[i] = _at < _heading.Length ? _heading[(int)_at] : _row[(int)((_at - _heading.Length) % _row.Length)];
            }
            return count;
        }
    }

    /// <summary>Keeps length and FNV-1a of what is written.</summary>
    private sealed class CountingStream : Source
    {
        private long _length;

        public ulong Sum { get; private set; } = 14695981039346656037UL;

        public override long Length => _length;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            foreach (var b in buffer)
            {
                Sum = unchecked((Sum ^ b) * 1099511628211UL);
            }
            _length += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }

    private abstract class Source : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
