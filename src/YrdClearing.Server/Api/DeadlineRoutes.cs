namespace YrdClearing.Server.Api;

/// <summary>The run that lets everything due expire or lapse; it has no resource of its own but its entry.</summary>
internal static class DeadlineRoutes
{
    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("deadlines.run", "/deadlines/run", null),
    ];
}
