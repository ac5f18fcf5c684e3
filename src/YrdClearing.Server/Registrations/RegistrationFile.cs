using System.Text.Json;
using CsvHelper;
using YrdClearing.Server.Export;

namespace YrdClearing.Server.Registrations;

/// <summary>
/// The registration file: RFC 4180 in UTF-8 (a byte order mark may stand before it), a heading and a contract a row, each field a
/// <see cref="CsvCell"/>. Neither side ever holds the file.
/// </summary>
internal static class RegistrationFile
{
    /// <summary>Rows that one file may have.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>
    /// Bytes of UTF-8 that a row may have, which is all that reading keeps; eleven fields of 200 characters have a tenth of that.
    /// </summary>
    public const int MaxRowBytes = 64 * 1024;

    private const char NotUtf8 = '\uFFFD';

    /// <summary>The heading: the fields of <c>registration.record</c>.</summary>
    public static readonly string[] Columns =
    [
        "number", "date", "type", "seller", "sellerName", "sellerRegion", "buyer", "buyerName", "buyerRegion", "contractValue",
        "technologyValue",
    ];

    /// <summary>Begins a file; with a byte order mark Excel takes it for UTF-8.</summary>
    public static async Task<CsvWriter> BeginAsync(TextWriter output, bool withMark, CancellationToken cancellation)
    {
        if (withMark)
        {
            await output.WriteAsync('\uFEFF');
        }
        var csv = CsvWriter.Create(output, null, leaveOpen: true);
        await csv.WriteRecordAsync(Columns, cancellation);
        return csv;
    }

    /// <summary>Adds a row; its fields are in the order of the columns.</summary>
    public static async Task AddAsync(CsvWriter csv, string[] fields, CancellationToken cancellation) =>
        await csv.WriteRecordAsync(Array.ConvertAll(fields, CsvCell.Of), cancellation);

    /// <summary>
    /// Reads the heading at once, then the rows one after the other, each with its line; those that cannot be read say why.
    /// </summary>
    /// <exception cref="InvalidDataException">The heading is another, or the file breaks a limit: nothing after it is read.</exception>
    public static IEnumerable<RegistrationRow> Read(Stream input)
    {
        var unreadable = new Queue<RegistrationRow>();
        var options = new CsvReaderOptions
        {
            Separator = ',',
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = MaxRowBytes,
            TrackLineNumbers = true,
            BufferSize = MaxRowBytes,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = r => unreadable.Enqueue(new(r.LineNumber, null, Reason(r.Reason))),
        };
        var csv = CsvReader.Create(input, options, leaveOpen: true);
        Guard(csv.ReadHeader);
        return csv.Headers.SequenceEqual(Columns)
            ? RowsOf(csv, unreadable)
            : throw new InvalidDataException($"The first line must be: {string.Join(',', Columns)}");
    }

    private static IEnumerable<RegistrationRow> RowsOf(CsvReader reader, Queue<RegistrationRow> unreadable)
    {
        using var csv = reader;
        for (var rows = 0; ; rows++)
        {
            var more = false;
            Guard(() => more = csv.Read());
            while (unreadable.TryDequeue(out var bad))
            {
                yield return bad;
            }
            if (!more)
            {
                yield break;
            }
            if (rows == MaxRows)
            {
                throw new InvalidDataException($"The file has more than {MaxRows:N0} rows; those before are done.");
            }
            yield return RowOf(csv);
        }
    }

    private static RegistrationRow RowOf(CsvReader csv)
    {
        if (csv.FieldCount != Columns.Length)
        {
            return new(csv.LineNumber, null, $"The row has {csv.FieldCount} fields, not {Columns.Length}.");
        }
        var fields = new string[Columns.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = CsvCell.TextOf(csv.GetString(i));
            if (fields[i].Contains(NotUtf8, StringComparison.Ordinal))
            {
                return new(csv.LineNumber, null, $"The field '{Columns[i]}' is not UTF-8.");
            }
        }
        return new(csv.LineNumber, fields, null);
    }

    private static string Reason(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "A quote stands inside a field that is not quoted.",
        CsvMalformedReason.TextAfterClosingQuote => "Text stands after a closing quote.",
        CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes => "A quoted field does not end on its line.",
        _ => $"The row is malformed ({reason}).",
    };

    private static void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}

/// <summary>A row of a registration file.</summary>
/// <param name="Line">Physical line, from 1 (the heading).</param>
/// <param name="Fields">In the order of the columns; null when the row cannot be read.</param>
/// <param name="Fault">Why it cannot.</param>
internal sealed record RegistrationRow(long Line, string[]? Fields, string? Fault)
{
    /// <summary>The number, as far as it can be read.</summary>
    public string Number => Fields?[0] ?? "";

    /// <summary>The row as the command <c>registration.record</c> in JSON.</summary>
    public byte[] ToCommand(string actor, string command)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("as", actor);
            json.WriteString("do", command);
            foreach (var (name, value) in RegistrationFile.Columns.Zip(Fields!))
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
