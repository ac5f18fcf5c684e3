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

    /// <summary>Null when there are none.</summary>
    public static StoredJson? Write(IReadOnlyList<OutgoingMessage> messages)
    {
        if (messages.Count == 0)
        {
            return null;
        }
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var message in messages)
            {
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
        }
        return new(buffer.WrittenSpan.ToArray());
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
