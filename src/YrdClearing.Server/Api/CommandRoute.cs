using System.Collections.Frozen;
using System.Text.Json;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;

namespace YrdClearing.Server.Api;

/// <summary>The action route of one command; the parts of the path in braces are fields of the command.</summary>
/// <param name="Do">The command's name.</param>
/// <param name="Path">Below <see cref="ApiEndpoints.Root"/>: <c>/vouchers/{voucher}/approve</c>.</param>
/// <param name="Resource">What changed, to read it again: <c>/vouchers/{voucher}</c>; null: the entry itself.</param>
/// <param name="Creates">True when the resource begins with this command: 201 instead of 200.</param>
internal sealed record CommandRoute(string Do, string Path, string? Resource, bool Creates = false)
{
    /// <summary>The command's fields that stand in the path.</summary>
    public IReadOnlyList<string> PathFields { get; } = FieldsOf(Path);

    /// <summary>Optional fields of the command that this route has no use for, since another route of the command takes them.</summary>
    public IReadOnlyList<string> Leaves { get; init; } = [];

    // Cut once: an answer names its resource for every command.
    private readonly string[] _resourceFields = Resource is null ? [] : FieldsOf(Resource);
    private readonly string[] _resourceTexts = Resource is null ? [] : TextsOf(ApiEndpoints.Root + Resource);

    /// <summary>True when the command brings every field that its resource is named by.</summary>
    public bool Names(Func<string, bool> has) => Array.TrueForAll(_resourceFields, f => has(f));

    /// <summary>
    /// The resource of a command that names it, or its list narrowed to it when a path cannot carry the id; null when the command does not
    /// bring every field.
    /// </summary>
    /// <param name="command">Its JSON.</param>
    public string? ResourceOf(ReadOnlySpan<byte> command)
    {
        var path = _resourceTexts[0];
        var isCarried = true;
        for (var i = 0; i < _resourceFields.Length; i++)
        {
            if (Find(command, _resourceFields[i]) is not { } value)
            {
                return null;
            }
            isCarried &= IsCarried(value);
            path = string.Concat(path, Uri.EscapeDataString(value), _resourceTexts[i + 1]);
        }
        return isCarried ? path : $"{_resourceTexts[0][..^1]}?id={path[_resourceTexts[0].Length..]}";
    }

    /// <summary>
    /// Clients and servers take dots for steps in a path, escaped or not; and since an escaped slash stays escaped, what looks like one cannot
    /// be told from it.
    /// </summary>
    private static bool IsCarried(string value) => value is not ("." or "..") && !value.Contains("%2F", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of a member; null when there is no such member.</summary>
    private static string? Find(ReadOnlySpan<byte> command, string name)
    {
        var json = new Utf8JsonReader(command);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name))
            {
                json.Read();
                return json.GetString();
            }
            json.Skip();
        }
        return null;
    }

    /// <summary>What stands before, between and after the fields.</summary>
    private static string[] TextsOf(string path) => path.Split('{').Select(p => p[(p.IndexOf('}') + 1)..]).ToArray();

    private static string[] FieldsOf(string path) =>
        path.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}')).ToArray();
}

/// <summary>Every command's routes, slice by slice; a test holds that none is missing.</summary>
internal static class CommandRoutes
{
    public static readonly IReadOnlyList<CommandRoute> All =
    [
        .. FundRoutes.Commands,
        .. EnterpriseRoutes.Commands,
        .. ProviderRoutes.Commands,
        .. IntegrityRoutes.Commands,
        .. VoucherRoutes.Commands,
        .. OrderRoutes.Commands,
        .. ClaimRoutes.Commands,
        .. PayoutRoutes.Commands,
        .. DeadlineRoutes.Commands,
        .. CycleRoutes.Commands,
        .. MarketRoutes.Commands,
        .. TitleRoutes.Commands,
        .. ContractRoutes.Commands,
        .. ContractRoutes.Payouts,
        .. ListingRoutes.Commands,
        .. ListingRoutes.Payouts,
        .. RegistrationRoutes.Commands,
        .. OpenLicenceRoutes.Commands,
    ];

    private static readonly FrozenDictionary<string, CommandRoute[]> ByCommand =
        All.GroupBy(r => r.Do).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    /// <summary>The first of a command's routes; few have another.</summary>
    public static CommandRoute Of(string @do) => ByCommand[@do][0];

    /// <summary>What an accepted command has changed, to read it: the resource of its route, or else its entry.</summary>
    public static string ResourceOf(Receipt receipt, Envelope envelope)
    {
        foreach (var route in ByCommand[envelope.Do])
        {
            if (route.Resource is null)
            {
                return $"{ApiEndpoints.Root}/books/{receipt.Book}/entries/{receipt.Seq}";
            }
            if (route.ResourceOf(envelope.Body) is { } resource)
            {
                return resource;
            }
        }
        throw new InvalidOperationException($"No route of {envelope.Do} names what {receipt.Id} changed.");
    }

    /// <summary>The route of a command that brings these fields.</summary>
    public static CommandRoute Of(string @do, Func<string, bool> has) => ByCommand[@do].First(r => r.Names(has));
}
