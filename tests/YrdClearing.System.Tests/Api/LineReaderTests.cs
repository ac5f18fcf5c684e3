using System.IO.Pipelines;
using System.Text;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "1:")]
    [InlineData("a", "1:a")]
    [InlineData("a\n", "1:a 2:")]
    [InlineData("a\n\nbc\r\nd", "1:a 2: 3:bc\r 4:d")]
    [InlineData("longer than a piece\nx", "1:longer than a piece 2:x")]
    [InlineData("\uFEFFa\n\uFEFFb", "1:a 2:\uFEFFb")]
    [InlineData("\uFEFF", "1:")]
    public async Task Lines_are_the_same_however_the_body_arrives(string body, string expected)
    {
        for (var piece = 1; piece <= body.Length + 1; piece++)
        {
            (await LinesAsync(body, piece)).ShouldBe(expected, $"in pieces of {piece}");
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> LinesAsync(string body, int piece)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 1));
        var reader = new LineReader(pipe.Reader);
        var lines = new List<string>();
        var more = reader.MoreAsync(Stop);
        for (var at = 0; at <= body.Length; at += piece)
        {
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(body[at..Math.Min(body.Length, at + piece)]), Stop);
            if (more.IsCompleted)
            {
                (await more).ShouldBeTrue();
                Read();
                more = reader.MoreAsync(Stop);
            }
        }
        await pipe.Writer.CompleteAsync();
        while (await more)
        {
            Read();
            more = reader.MoreAsync(Stop);
        }
        return string.Join(' ', lines);

        void Read()
        {
            while (reader.TryRead(out var line))
            {
                lines.Add($"{reader.Number}:{Encoding.UTF8.GetString(line)}");
            }
        }
    }
}
