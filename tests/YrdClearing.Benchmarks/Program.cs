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
return await root.Parse(args).InvokeAsync();
