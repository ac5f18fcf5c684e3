using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Server.Replay;

namespace YrdClearing.System.Tests.Replay;

public sealed class ScenarioFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a\nb\n", "1:a 2:b")]
    [InlineData("a\nb", "1:a 2:b")]
    [InlineData("a\r\n\r\nb\r\n", "1:a 3:b")]
    [InlineData("\n\n  \t\na", "4:a")]
    [InlineData("// why\na\n//b\n///\nc // d", "2:a 5:c // d")]
    [InlineData(" // not at the start", "1: // not at the start")]
    [InlineData("\uFEFFa\n\uFEFFb", "1:a 2:\uFEFFb")]
    [InlineData("\uFEFF// why\na", "2:a")]
    [InlineData("", "")]
    [InlineData("\n", "")]
    public async Task Blank_lines_and_comments_are_skipped_and_counted(string text, string expected) =>
        string.Join(' ', (await LinesAsync(text)).Select(l => $"{l.Number}:{Encoding.UTF8.GetString(l.Utf8)}")).ShouldBe(expected);

    [Fact]
    public async Task Of_a_line_over_the_limit_only_enough_is_kept_to_see_it()
    {
        var lines = await LinesAsync(new string('x', 5_000_000) + "\r\nb");
        lines.Count.ShouldBe(2);
        lines[0].Utf8.Length.ShouldBeInRange(CommandReader.MaxCommandBytes + 1, CommandReader.MaxCommandBytes + 2);
        lines[1].ShouldSatisfyAllConditions(l => l.Number.ShouldBe(2), l => l.Utf8.ShouldBe("b"u8.ToArray()));
    }

    [Fact]
    public async Task A_line_of_exactly_the_limit_is_whole_wherever_a_buffer_ends()
    {
        var line = new string('y', CommandReader.MaxCommandBytes);
        var lines = await LinesAsync($"a\n{line}\r\n{line}\nz");
        lines.Select(l => l.Utf8.Length).ShouldBe([1, line.Length, line.Length, 1]);
    }

    [Fact]
    public async Task The_content_decides_the_hash_and_the_name_the_ids()
    {
        using var file = await OpenAsync("a\n");
        file.Hash.ShouldBe("87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7");
        ScenarioFile.DefaultId(file.Name, 12).ShouldBe("scenario.jsonl:12");
        Ids.IsWellFormed(ScenarioFile.DefaultId(file.Name, 12)).ShouldBeFalse("no client can send it");
    }

    private async Task<List<ScenarioLine>> LinesAsync(string text)
    {
        using var file = await OpenAsync(text);
        var lines = new List<ScenarioLine>();
        await foreach (var line in file.LinesAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(line);
        }
        return lines;
    }

    private async Task<ScenarioFile> OpenAsync(string text)
    {
        var path = Path.Combine(_folder, "scenario.jsonl");
        await File.WriteAllBytesAsync(path, Encoding.UTF8.GetBytes(text));
        return await ScenarioFile.OpenAsync(path, TestContext.Current.CancellationToken);
    }
}
