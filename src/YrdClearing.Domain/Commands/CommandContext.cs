namespace YrdClearing.Domain.Commands;

/// <summary>What a decider knows of a command besides its fields.</summary>
/// <param name="At">Business time of the command.</param>
/// <param name="Actor">Who asks; for a message, who asked for what caused it.</param>
/// <param name="Cause">The entry whose message this is; null for a command that a user sent.</param>
public sealed record CommandContext(BusinessTime At, Actor Actor, Cause? Cause = null);

/// <summary>The entry that sent a message.</summary>
/// <param name="Book">The sender's book.</param>
/// <param name="Seq">The sender's sequence in that book, from 1.</param>
public sealed record Cause(string Book, long Seq);
