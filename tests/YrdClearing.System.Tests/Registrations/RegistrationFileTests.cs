using System.Text;
using YrdClearing.Server.Registrations;

namespace YrdClearing.System.Tests.Registrations;

/// <summary>The registration file as text.</summary>
public sealed class RegistrationFileTests
{
    private const string Good = "N1,2022-03-31,service,91330000MAXX0071X8,S,330106,91340000MAXX00728C,B,340200,100.00,80.00";

    private static readonly string Heading = string.Join(',', RegistrationFile.Columns);

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+8613800000000")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("'=1+1")]
    [InlineData("'quoted")]
    [InlineData("''")]
    [InlineData("'")]
    [InlineData("with \"quotes\", and commas")]
    [InlineData("长三角 技术")]
    [InlineData(" leading and trailing ")]
    public async Task Text_comes_back_as_it_was_and_no_cell_is_a_formula(string text)
    {
        var fields = new string[RegistrationFile.Columns.Length];
        Array.Fill(fields, text);
        var output = new StringWriter();
        await using (var csv = await RegistrationFile.BeginAsync(output, withMark: true, TestContext.Current.CancellationToken))
        {
            await RegistrationFile.AddAsync(csv, fields, TestContext.Current.CancellationToken);
        }
        var written = output.ToString();
        written.ShouldStartWith("\uFEFF" + Heading + "\r\n");
        written.Split("\r\n")[1].Split(',').ShouldAllBe(cell => cell.Length == 0 || !"=+-@".Contains(cell.TrimStart('"')[0]));
        Read(written).ShouldHaveSingleItem().Fields.ShouldBe(fields);
    }

    [Theory]
    [InlineData("a,b", 2, "The row has 2 fields, not 11.")]
    [InlineData(Good + ",more", 2, "The row has 12 fields, not 11.")]
    [InlineData("N\"1" + ",", 2, "A quote stands inside a field that is not quoted.")]
    [InlineData("\"N1\"x,", 2, "Text stands after a closing quote.")]
    [InlineData("\"N1,\n" + Good, 2, "A quoted field does not end on its line.")]
    [InlineData(Good + "\n\n" + "a", 4, "The row has 1 fields, not 11.")]
    public void A_row_that_cannot_be_read_is_named_by_its_line(string rows, long line, string why)
    {
        var bad = Read($"{Heading}\n{rows}\n{Good}\n");
        var fault = bad.First(r => r.Fields is null);
        (fault.Line, fault.Fault).ShouldBe((line, why));
        bad[^1].Fields.ShouldNotBeNull("rows after it are read");
    }

    [Fact]
    public void Another_encoding_is_named_by_row_and_column()
    {
        var gbk = Encoding.Latin1.GetBytes(Heading + "\n" + Good.Replace(",S,", ",\u00BC\u00BC,"));
        RegistrationFile.Read(new MemoryStream(gbk)).ToList().ShouldHaveSingleItem().Fault.ShouldBe("The field 'sellerName' is not UTF-8.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("number;date\n")]
    [InlineData("number,date\n")]
    public void Another_heading_is_refused_before_any_row(string text) =>
        Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldStartWith("The first line must be: number,date,");

    [Fact]
    public void A_row_beyond_the_limit_ends_the_reading()
    {
        var text = Heading + "\n" + Good + "\n" + new string('x', 2 * RegistrationFile.MaxRowBytes) + "\n";
        using var rows = RegistrationFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).GetEnumerator();
        rows.MoveNext().ShouldBeTrue();
        Should.Throw<InvalidDataException>(() => rows.MoveNext());
    }

    private static List<RegistrationRow> Read(string text) => [.. RegistrationFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))];
}
