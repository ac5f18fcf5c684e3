namespace YrdClearing.Grains;

/// <summary>What a silo was started for. Every silo of a cluster holds grains, whatever its role.</summary>
public enum SiloRole
{
    /// <summary>For one piece of work, a replay say: nothing happens by itself.</summary>
    Work,

    /// <summary>To serve: the network's schedule runs on silos of this role.</summary>
    Serve,
}

/// <summary>The role, as grains get it.</summary>
public sealed record SiloDuty(SiloRole Role);
