using System.Text.Encodings.Web;
using System.Text.Json;

namespace YrdClearing.Server.Cli;

/// <summary>How <c>--json</c> writes: camelCase, nulls written, Chinese as it is.</summary>
internal static class JsonOutput
{
    /// <summary>On one line.</summary>
    public static readonly JsonSerializerOptions Compact =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Over several lines.</summary>
    public static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };
}
