using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

/// <summary>Reports as CSV.</summary>
public sealed class CsvTests
{
    [Fact]
    public void A_command_id_of_a_file_with_a_comma_in_its_name_is_quoted()
    {
        var answer = Csv.Answer("statement.csv", [["line", "a,b.jsonl:12", "1.00"]]).ShouldBeOfType<FileContentHttpResult>();
        Encoding.UTF8.GetString(answer.FileContents.Span).ShouldBe("line,\"a,b.jsonl:12\",1.00\r\n");
    }
}
