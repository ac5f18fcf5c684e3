namespace YrdClearing.Server.Api;

/// <summary>The action route of one command; the parts of the path in braces are fields of the command.</summary>
/// <param name="Do">The command's name.</param>
/// <param name="Path">Below <see cref="ApiEndpoints.Root"/>: <c>/vouchers/{voucher}/approve</c>.</param>
/// <param name="Resource">What changed, to read it again: <c>/vouchers/{voucher}</c>; null: the entry itself.</param>
/// <param name="Creates">True when the resource begins with this command: 201 instead of 200.</param>
internal sealed record CommandRoute(string Do, string Path, string? Resource, bool Creates = false)
{
    /// <summary>The command's fields that stand in the path.</summary>
    public IReadOnlyList<string> PathFields { get; } =
        Path.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}')).ToArray();
}

/// <summary>Every command's route, slice by slice; a test holds that none is missing.</summary>
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
    ];

    private static readonly Dictionary<string, CommandRoute> ByCommand = All.ToDictionary(r => r.Do);

    public static CommandRoute Of(string @do) => ByCommand[@do];
}
