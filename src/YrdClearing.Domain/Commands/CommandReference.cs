using System.Text;
using System.Text.Json;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Commands;

/// <summary>The reference of all commands, written from the catalogue that the reader goes by: it cannot say anything else.</summary>
public static class CommandReference
{
    private const string Head = """
        # Commands

        Written by `yrd commands > ops/commands.md`; a test holds it fresh. Every command is one JSON object with the members `do` (its name), `as`
        (who asks: `KIND:KEY` or `KIND:KEY/PERSON`), `at` (business time, RFC 3339 with seconds and offset; by default that of the line before) and
        `id` (its idempotency key; by default file name and line), besides the fields below. A field marked ? may be left out. What is not exactly
        as described is `malformed`.

        | written | is |
        |---|---|
        | id | 1 to 64 of `A-Za-z0-9._-` |
        | USCC | a unified social credit code (GB 32100-2015) |
        | region | six digits (GB/T 2260) |
        | text | up to 200 characters without control characters |
        | amount | a string: at most 13 digits, at most two decimals |
        | rate | a string from 0 to 1, at most four decimals |
        | rates | an object of region to rate |
        | date | `2026-03-31`; a deadline ends with that day (24:00 at +08:00) |
        | list of | an array of 1 to 100 objects with the members named |
        | plan | an object with `kind` and the members of that kind: see Plans below |
        | account | an object of the strings `bankCode`, `number` (at most 32 characters) and `name` |

        """;

    /// <summary>The whole reference in Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(Head);
        foreach (var spec in CommandCatalogue.All)
        {
            text.Append('\n').Append("## ").Append(spec.Do).Append("\n\n");
            text.Append(spec.Summary).Append(' ').Append(spec.SummaryZh).Append("  \n");
            text.Append("By: ").Append(spec.By).Append(".  \n");
            text.Append("Fields: ");
            AppendFields(text, DescribedFields.Of(spec), DescribedFields.ConditionsOf(spec));
            text.Append("```json\n").Append(Example(spec)).Append("\n```\n");
        }
        text.Append("\n## Plans\n");
        foreach (var kind in PlanKinds.All)
        {
            text.Append("\n### ").Append(kind.Name).Append("\n\n").Append(kind.Summary).Append(' ').Append(kind.SummaryZh).Append("  \n");
            text.Append("Members: ");
            AppendFields(text, DescribedFields.Of(kind), DescribedFields.ConditionsOf(kind));
            text.Append("```json\n").Append(OnOneLine(kind.Example)).Append("\n```\n");
        }
        text.Append("\n## Refusals\n\nOf several that apply, the first is the answer.\n\n| code | |\n|---|---|\n");
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            text.Append("| `").Append(code.Wire()).Append("` | ").Append(RejectionTexts.Title(code)).Append(' ')
                .Append(RejectionTexts.TitleZh(code)).Append(" |\n");
        }
        return text.ToString();
    }

    /// <summary>A field's type in words.</summary>
    public static string TypeText(FieldDescription field) => field.Type switch
    {
        FieldType.Id => "id",
        FieldType.Uscc => "USCC",
        FieldType.Region => "region",
        FieldType.Text => "text",
        FieldType.Amount => "amount",
        FieldType.Rate => "rate",
        FieldType.Rates => "rates",
        FieldType.Date => "date",
        FieldType.Whole => $"whole number from 0 to {field.Max}",
        FieldType.Flag => "true or false",
        FieldType.Word => string.Join(" or ", field.Words),
        FieldType.Texts => "array of texts",
        FieldType.Account => "account",
        FieldType.List => "list of " + Fields(field.Items!),
        FieldType.Plan => "plan",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Type, "A type without words."),
    };

    private static void AppendFields(
        StringBuilder text, IReadOnlyList<FieldDescription> fields, IReadOnlyList<(string Field, string Text)> conditions)
    {
        text.Append(fields.Count == 0 ? "none" : Fields(fields, "; ")).Append('.');
        foreach (var (field, condition) in conditions)
        {
            text.Append($" `{field}` {condition}.");
        }
        text.Append("\n\n");
    }

    private static string Fields(IReadOnlyList<FieldDescription> fields, string separator = ", ") =>
        string.Join(separator, fields.Select(f => $"`{f.Name}`{(f.IsOptional ? "?" : "")} {TypeText(f)}"));

    private static string OnOneLine(string json)
    {
        var options = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), options);
    }

    /// <summary>The example on one line, with the command's name in it.</summary>
    private static string Example(CommandSpec spec)
    {
        var fields = OnOneLine(spec.Example);
        return $$"""{"do":"{{spec.Do}}"{{(fields == "{}" ? "" : ",")}}{{fields[1..]}}""";
    }
}
