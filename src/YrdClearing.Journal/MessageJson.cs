using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// An entry's messages as they are stored: a JSON array of {n,to,target,type,command,afterAll}, where command is the internal command's own
/// JSON, nested, and afterAll is there only when true.
/// </summary>
internal static class MessageJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A longer buffer is not kept for the thread's next entry.</summary>
    private const int MaxKeptBytes = 16 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <summary>Null when there are none.</summary>
    public static StoredJson? Write(IReadOnlyList<OutgoingMessage> messages)
    {
        if (messages.Count == 0)
        {
            return null;
        }
        var (buffer, json) = _writer ??= Writer();
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartArray();
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            json.WriteStartObject();
            json.WriteNumber("n"u8, message.N);
            json.WriteString("to"u8, message.To);
            json.WriteString("target"u8, message.Target);
            json.WriteString("type"u8, message.Type);
            json.WritePropertyName("command"u8);
            json.WriteRawValue(message.Command.Utf8, skipInputValidation: true);
            if (message.AfterAll)
            {
                json.WriteBoolean("afterAll"u8, true);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        var written = buffer.WrittenSpan.ToArray();
        if (written.Length > MaxKeptBytes)
        {
            _writer = null;
        }
        return new(written);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Writer()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        return (buffer, new(buffer, Options));
    }

    public static IEnumerable<OutgoingMessage> Read(StoredJson json)
    {
        using var document = JsonDocument.Parse(json.Utf8);
        foreach (var message in document.RootElement.EnumerateArray())
        {
            yield return new(
                message.GetProperty("n"u8).GetInt32(),
                message.GetProperty("to"u8).GetString()!,
                message.GetProperty("target"u8).GetString()!,
                message.GetProperty("type"u8).GetString()!,
                new(JsonMarshal.GetRawUtf8Value(message.GetProperty("command"u8)).ToArray()),
                message.TryGetProperty("afterAll"u8, out var afterAll) && afterAll.GetBoolean());
        }
    }
}
