using System.Globalization;
using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>A row of the table <c>entry</c> as it is stored (Schema/*/0001-journal.sql); nothing is interpreted.</summary>
/// <param name="At">Business time, microseconds since 1970-01-01 UTC.</param>
/// <param name="Recorded">System time of the commit, the same unit.</param>
/// <param name="Accounts">Account names; empty when they cannot be read (see <paramref name="Fault"/>).</param>
/// <param name="Amounts">Fen, one an account, a debit positive.</param>
/// <param name="Fault">What cannot be read in this row; null when all can.</param>
internal sealed record StoredEntry(
    string Book,
    long Seq,
    long At,
    long Recorded,
    string Actor,
    string? CommandId,
    byte[]? BodyHash,
    string? CauseBook,
    long? CauseSeq,
    long? CauseN,
    string Aggregate,
    string Event,
    string Data,
    string Currency,
    string[] Accounts,
    long[] Amounts,
    string? Messages,
    string? DueKind,
    string? DueBook,
    long? DueFen,
    byte[] Hash,
    string? Fault)
{
    /// <summary>How findings name this entry: <c>fund:310000/57</c>.</summary>
    public string Name => $"{Book}/{Seq}";

    private JsonElement? _fields;

    /// <summary>The event's fields, parsed when first asked for.</summary>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public JsonElement Fields => _fields ??= JsonSerializer.Deserialize<JsonElement>(Data);
}

/// <summary>Reads stored JSON by name; a field that is missing or of another kind throws, and is a finding.</summary>
internal static class StoredJson
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()
        ?? throw new InvalidOperationException($"'{name}' is null.");

    /// <summary>An amount, stored as whole fen.</summary>
    public static long Fen(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    /// <summary>A sum of amounts, which may pass 64 bits.</summary>
    public static Int128 WideFen(this JsonElement json, string name) =>
        Int128.Parse(json.GetProperty(name).GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A rate or a share, stored as whole ten-thousandths.</summary>
    public static long Rate(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static JsonElement? Optional(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}

/// <summary>A row of the table <c>head</c>.</summary>
/// <param name="Delivered">The writer sends no message of entries up to this one any more: all are said to be applied.</param>
internal sealed record StoredHead(string Book, long Seq, byte[] Hash, long Delivered);
