using System.CommandLine;
using YrdClearing.Benchmarks;
using YrdClearing.Benchmarks.Capacity;
using YrdClearing.Benchmarks.Workers;

var root = new RootCommand("Measures YrdClearing against its peers and its limit.")
{
    PeersCommand.Create(),
    CheckCommand.Create(),
    LoadCommand.Create(),
    TailCommand.Create(),
    TouchCommand.Create(),
    PeerCommand.Create(),
    CompareCommand.Create(),
    WorkerCommand.Create(),
    CapacityCommand.Create(),
};
// Whoever interrupts a run waits until its systems and its database are stopped; of itself the command line would leave them after two seconds.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
