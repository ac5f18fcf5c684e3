using System.CommandLine;
using YrdClearing.Server.Cli;

var root = new RootCommand("Clears innovation vouchers between the funds of Shanghai, Jiangsu, Zhejiang and Anhui.")
{
    ServeCommand.Create(),
    ReplayCommand.Create(),
    BalancesCommand.Create(),
    ShowCommand.Create(),
    ReferenceCommand.Create(),
};
return await CommandLine.RunAsync(root, args);
