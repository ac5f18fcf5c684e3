using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

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
    private readonly string[] _resourceParts = Resource?.Split('/') ?? [];

    /// <summary>True when the command brings every field that its resource is named by.</summary>
    public bool Names(Func<string, bool> has) => Array.TrueForAll(_resourceFields, f => has(f));

    /// <summary>The resource of a command that names it, with its fields' values.</summary>
    public string ResourceOf(JsonElement command)
    {
        var path = new StringBuilder(ApiEndpoints.Root);
        for (var i = 0; i < _resourceParts.Length; i++)
        {
            var part = _resourceParts[i];
            path.Append(i == 0 ? "" : "/");
            path.Append(part.StartsWith('{')
                ? Uri.EscapeDataString(command.GetProperty(part.AsSpan(1, part.Length - 2)).GetString()!)
                : part);
        }
        return path.ToString();
    }

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

    /// <summary>The route of a command that brings these fields.</summary>
    public static CommandRoute Of(string @do, Func<string, bool> has) => ByCommand[@do].First(r => r.Names(has));
}
