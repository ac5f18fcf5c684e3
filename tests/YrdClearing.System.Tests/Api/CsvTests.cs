using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
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

    /// <summary>Found by trying: who refused CSV got it, and who wrote it in capitals did not.</summary>
    [Theory]
    [InlineData("text/csv", true)]
    [InlineData("Text/CSV", true)]
    [InlineData("text/csv;q=0", false)]
    [InlineData("text/csv;q=0.5, application/json", false)]
    [InlineData("application/json;q=0.5, text/csv", true)]
    [InlineData("*/*, text/csv", false)]
    public void Csv_is_for_those_who_accept_it(string accept, bool isWanted)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Accept = accept;
        Csv.IsWanted(http, null).ShouldBe(isWanted);
    }

    /// <summary>A file's name begins as its owner likes, an id with a minus, too.</summary>
    [Theory]
    [InlineData("=1+1.jsonl:12", "'=1+1.jsonl:12")]
    [InlineData("+1.jsonl:12", "'+1.jsonl:12")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1).jsonl:12", "'@SUM(A1).jsonl:12")]
    [InlineData("'1.jsonl:12", "''1.jsonl:12")]
    [InlineData("order-O1", "order-O1")]
    [InlineData(null, "")]
    public void No_command_of_a_statement_is_a_formula_and_its_amounts_are_numbers(string? command, string cell)
    {
        var line = new StatementLine(
            7, BusinessTime.EndOf(new(2026, 3, 1)), "voucher.approved.1", "voucher:V1", "fund:310000/li", command, new(-500), new(-500));
        var statement = new Statement("fund:310000", "budget:available", null, null, Money.Zero, [line], new(-500));
        Csv.Lines(statement).ElementAt(2)[^3..].ShouldBe([cell, "-5.00", "-5.00"]);
    }
}
