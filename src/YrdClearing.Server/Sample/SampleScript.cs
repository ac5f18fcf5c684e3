using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>One line of the scenario (scenario.md, "A line").</summary>
internal sealed record SampleLine(DateTime At, string Actor, string Do, params (string Name, object? Value)[] Fields)
{
    public const string Ok = "ok";

    public string Expect { get; init; } = Ok;

    /// <summary>Where the idempotency key is part of the story; else the reader takes file and line.</summary>
    public string? Id { get; init; }
}

/// <summary>Collects lines in any order and writes them by business time; lines of one instant stay in the order they were added.</summary>
internal sealed class SampleScript
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<SampleLine> _lines = [];

    public void Add(DateTime at, string actor, string @do, params (string Name, object? Value)[] fields) =>
        _lines.Add(new(at, actor, @do, fields));

    public void Add(SampleLine line) => _lines.Add(line);

    /// <summary>By time, stable.</summary>
    public IReadOnlyList<SampleLine> InOrder() => _lines.OrderBy(l => l.At).ToList();

    /// <summary>One JSON object and a line feed a line; the same bytes for the same lines.</summary>
    public static void Write(IEnumerable<SampleLine> lines, Stream output)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Compact);
        foreach (var line in lines)
        {
            Write(writer, line);
            writer.Flush();
            output.Write(buffer.WrittenSpan);
            output.WriteByte((byte)'\n');
            buffer.ResetWrittenCount();
            writer.Reset();
        }
    }

    private static void Write(Utf8JsonWriter writer, SampleLine line)
    {
        writer.WriteStartObject();
        writer.WriteString("at", line.At.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "+08:00");
        writer.WriteString("as", line.Actor);
        writer.WriteString("do", line.Do);
        if (line.Id is not null)
        {
            writer.WriteString("id", line.Id);
        }
        foreach (var (name, value) in line.Fields)
        {
            if (value is not null)
            {
                writer.WritePropertyName(name);
                WriteValue(writer, value);
            }
        }
        writer.WriteString("expect", line.Expect);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case int whole:
                writer.WriteNumberValue(whole);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case Money or Rate:
                writer.WriteStringValue(value.ToString());
                break;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, Rate> rates:
                writer.WriteStartObject();
                foreach (var (province, rate) in rates)
                {
                    writer.WriteString(province, rate.ToString());
                }
                writer.WriteEndObject();
                break;
            case IReadOnlyList<PlannedMilestone> plan:
                WritePlan(writer, plan);
                break;
            case IReadOnlyList<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }
                writer.WriteEndArray();
                break;
            case BankAccount account:
                writer.WriteStartObject();
                writer.WriteString("bankCode", account.BankCode);
                writer.WriteString("number", account.Number);
                writer.WriteString("name", account.Name);
                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"A line cannot hold a {value.GetType().Name}.");
        }
    }

    private static void WritePlan(Utf8JsonWriter writer, IReadOnlyList<PlannedMilestone> plan)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "milestones");
        writer.WriteStartArray("milestones");
        foreach (var milestone in plan)
        {
            writer.WriteStartObject();
            writer.WriteString("id", milestone.Id);
            writer.WriteString("share", milestone.Share.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
