namespace YrdClearing.Domain.Commands;

/// <summary>A command as it travels: read and well formed, not yet decided.</summary>
/// <param name="Id">The idempotency key, unique in the network once accepted.</param>
/// <param name="At">Business time.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Do">The command's name.</param>
/// <param name="Command">The command's record.</param>
/// <param name="Body">Canonical UTF-8 of the body that counts for <c>command_id_reused</c>: everything but id, at and expect.</param>
public sealed record Envelope(string Id, BusinessTime At, Actor Actor, string Do, Command Command, byte[] Body)
{
    public CommandContext Context => new(At, Actor);
}
