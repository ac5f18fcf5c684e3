using System.CommandLine;
using System.Text.Json;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Server.Cli;

/// <summary><c>yrd commands</c>: the reference of the network's commands, as it is kept in <c>ops/commands.md</c>.</summary>
internal static class ReferenceCommand
{
    public static ExampleCommand Create()
    {
        var command = new ExampleCommand(
            "commands",
            "Prints every command of the network with its fields, who may send it and an example.",
            "yrd commands",
            "yrd commands > ops/commands.md",
            "yrd commands --json")
        {
            DataOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.Write(parsed.GetValue(DataOptions.Json) ? Json() : CommandReference.Markdown());
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Json() => JsonSerializer.Serialize(
        CommandCatalogue.All.Select(s => new
        {
            s.Do,
            s.By,
            s.Summary,
            s.SummaryZh,
            Fields = DescribedFields.Of(s).Select(f => new { f.Name, Type = CommandReference.TypeText(f), f.IsOptional }),
            Example = JsonSerializer.Deserialize<JsonElement>(s.Example),
        }),
        JsonOutput.Indented) + "\n";
}
