namespace YrdClearing.Benchmarks.Load;

/// <summary>A way for commands into a system under measurement: our grains, our HTTP API, a peer.</summary>
internal interface IClearingPath
{
    /// <summary>Sends one command as its bytes, which are the caller's again when the outer task is done: the command is durable.</summary>
    /// <returns>The inner task completes when the effects in other books are applied.</returns>
    /// <exception cref="CommandRefusedException">The load has no command that may be refused.</exception>
    ValueTask<Task> SendAsync(ReadOnlyMemory<byte> command);
}

/// <summary>A command of the load was refused: what is measured does not do the work.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
