namespace YrdClearing.Domain.Commands;

/// <summary>What may be asked. Each slice has its own records; internal ones travel only as messages and cannot be sent by users.</summary>
public abstract record Command;
