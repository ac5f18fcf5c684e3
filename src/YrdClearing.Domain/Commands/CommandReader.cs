using System.Text.Json;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Commands;

/// <summary>
/// Reads a command as it arrives, from a file's line or over HTTP, and guesses nothing (scenario.md, "A line" and "Envelope"). What cannot
/// be read is <c>malformed</c>, which outranks every other code; of a command that does not exist the fields are not looked at.
/// </summary>
public static class CommandReader
{
    /// <summary>The longest command in bytes of UTF-8. The longest real one, a policy with every optional field, has under 4,000.</summary>
    public const int MaxCommandBytes = 64 * 1024;

    /// <summary>The length of the mark that <see cref="WithoutByteOrderMark"/> takes away.</summary>
    public const int ByteOrderMarkBytes = 3;

    /// <summary>The members of a command that are not its own fields.</summary>
    internal static readonly string[] EnvelopeFields = ["id", "at", "as", "do", "expect"];

    /// <summary>The outcome a line expects when it does not say.</summary>
    public const string Accepted = "ok";

    private static readonly string[] NotPartOfTheBody = ["id", "at", "expect"];

    /// <summary>
    /// A file or a request body without the byte order mark that it may begin with: an editor's way to say UTF-8 (RFC 8259, section 8.1, lets
    /// a reader pass over it), and no part of the first command. Anywhere else the mark is a stray character.
    /// </summary>
    /// <param name="start">The first bytes, <see cref="ByteOrderMarkBytes"/> of them or more if there are more.</param>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> start) =>
        start.StartsWith("\uFEFF"u8) ? start[ByteOrderMarkBytes..] : start;

    /// <summary>Reads one command.</summary>
    /// <param name="utf8">The JSON object and nothing else.</param>
    /// <param name="defaultId">The id of a command that brings none; null: then it must bring one.</param>
    /// <param name="defaultAt">The time of the line before, or the business clock; null: then the command must bring one.</param>
    /// <param name="atMayPrecede">True when <paramref name="defaultAt"/> is only a default (the clock), not a line before.</param>
    public static ReadResult Read(ReadOnlySpan<byte> utf8, string? defaultId, BusinessTime? defaultAt, bool atMayPrecede = false) =>
        Read(utf8, defaultId, defaultAt, atMayPrecede, []);

    /// <summary>
    /// Reads a command whose name, actor or fields are partly given elsewhere (an action's route and headers): they count as members of the
    /// object. A member given in both places must say the same.
    /// </summary>
    public static ReadResult Read(
        ReadOnlySpan<byte> utf8,
        string? defaultId,
        BusinessTime? defaultAt,
        bool atMayPrecede,
        IReadOnlyList<KeyValuePair<string, string>> given)
    {
        if (utf8.Length > MaxCommandBytes)
        {
            return new(null, Malformed(null, $"The command has more than {MaxCommandBytes} bytes."), null, null, null, null);
        }
        var read = StrictJson.Read(utf8, out var fault);
        if (read is not { Kind: JsonTokenType.StartObject } root)
        {
            var detail = fault?.Detail ?? $"A command is a JSON object, not {read!.Value.What}.";
            return new(null, Malformed(null, detail), null, null, null, null);
        }
        var jsonFault = fault is { } f ? Malformed(f.Field, f.Detail) : null;
        return new Reading(root, jsonFault ?? Add(root, given)).Finish(defaultId, defaultAt, atMayPrecede);
    }

    internal static Rejection Malformed(string? field, string detail) =>
        new(RejectionCode.Malformed, field is null ? null : JsonFields.Shown(field), detail);

    private static Rejection? Add(JsonPart root, IReadOnlyList<KeyValuePair<string, string>> given)
    {
        foreach (var (name, text) in given)
        {
            if (root.Find(name) is not { } there)
            {
                root.Members.Add(new(name, JsonPart.Leaf(JsonTokenType.String, text)));
            }
            else if (there.Kind != JsonTokenType.String || there.Text != text)
            {
                return Malformed(name, $"The field '{name}' says something else than the request around it.");
            }
        }
        return null;
    }

    /// <summary>The reading of one object: the envelope first, then the command's name, then its fields.</summary>
    private ref struct Reading(JsonPart root, Rejection? fault)
    {
        private Rejection? _fault = fault;

        public ReadResult Finish(string? defaultId, BusinessTime? defaultAt, bool atMayPrecede)
        {
            var at = ReadAt(defaultAt, atMayPrecede);
            var id = Text("id") ?? defaultId;
            if (root.Find("id") is { Kind: JsonTokenType.String } && !Ids.IsWellFormed(id))
            {
                Refuse("id", $"must be 1 to {Ids.MaxLength} of A-Z a-z 0-9 . _ -");
            }
            else if (id is null)
            {
                Refuse("id", "is missing");
            }
            var actor = ReadActor();
            var expect = Text("expect");
            if (expect is not null && expect != Accepted && !RejectionCodes.TryParse(expect, out _))
            {
                Refuse("expect", "must be ok or a rejection code");
                expect = null;
            }
            var name = Text("do");
            if (root.Find("do") is null)
            {
                Refuse("do", "is missing");
            }
            if (_fault is not null)
            {
                return new(null, _fault, name, id, at, expect);
            }
            if (CommandCatalogue.Find(name!) is not { } spec)
            {
                var detail = $"There is no command '{JsonFields.Shown(name!)}'.";
                return new(null, new(RejectionCode.UnknownCommand, "do", detail), name, id, at, expect);
            }
            var fields = new JsonFields(root, EnvelopeFields);
            var command = spec.Read(fields);
            fields.RefuseUnasked();
            return fields.Fault is { } inFields
                ? new(null, inFields, name, id, at, expect)
                : new(new(id!, at!.Value, actor!, name!, command, Body()), null, name, id, at, expect);
        }

        private byte[] Body() => CanonicalJson.Write(root, NotPartOfTheBody);

        private BusinessTime? ReadAt(BusinessTime? defaultAt, bool atMayPrecede)
        {
            if (root.Find("at") is null)
            {
                if (defaultAt is null)
                {
                    Refuse("at", "is missing, and there is no line before to take it from");
                }
                return defaultAt;
            }
            if (Text("at") is not { } text)
            {
                return null;
            }
            if (!Rfc3339.TryParse(text, out var at, out var inTime))
            {
                Refuse("at", inTime);
                return null;
            }
            if (!atMayPrecede && at < defaultAt)
            {
                Refuse("at", $"is earlier than the line before, {defaultAt}");
                return null;
            }
            return at;
        }

        private Actor? ReadActor()
        {
            if (root.Find("as") is null)
            {
                Refuse("as", "is missing");
                return null;
            }
            if (Text("as") is not { } text)
            {
                return null;
            }
            if (!Actor.TryParse(text, out var actor))
            {
                Refuse("as", "must be KIND:KEY or KIND:KEY/PERSON, the kind one of " + string.Join(", ", Actor.Kinds));
            }
            return actor;
        }

        /// <summary>A member that is a string; null when it is absent, and when it is something else, which is refused.</summary>
        private string? Text(string name)
        {
            if (root.Find(name) is not { } part)
            {
                return null;
            }
            if (part.Kind != JsonTokenType.String)
            {
                Refuse(name, $"must be a string, not {part.What}");
                return null;
            }
            return part.Text;
        }

        private void Refuse(string name, string detail) => _fault ??= Malformed(name, $"The field '{name}' {detail}.");
    }
}

/// <summary>
/// What a reading gave: an envelope or a rejection, and, as far as it could be made out, what the command said of itself.
/// </summary>
/// <param name="Envelope">The command, fit to be executed; null when it was refused.</param>
/// <param name="Rejection"><c>malformed</c> or <c>unknown_command</c>; null when it was not refused.</param>
/// <param name="Do">The command's name.</param>
/// <param name="Id">Its own id, or the default.</param>
/// <param name="At">The time that counts for the line after; null when it could not be read or ran backwards.</param>
/// <param name="Expect">What the line expects; null when it does not say (then <c>ok</c>) or says something unknown.</param>
public readonly record struct ReadResult(Envelope? Envelope, Rejection? Rejection, string? Do, string? Id, BusinessTime? At, string? Expect);
