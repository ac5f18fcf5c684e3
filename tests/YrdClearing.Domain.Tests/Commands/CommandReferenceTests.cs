using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Tests.Commands;

public sealed class CommandReferenceTests
{
    [Fact]
    public void The_reference_of_commands_is_fresh() =>
        File.ReadAllText(Path.Combine(Root(), "ops", "commands.md"))
            .ShouldBe(CommandReference.Markdown(), "write it anew: yrd commands > ops/commands.md");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "YrdClearing.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("YrdClearing.sln is in no folder above the tests.");
        }
        return folder.FullName;
    }
}
