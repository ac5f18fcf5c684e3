using System.CommandLine;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Export;
using YrdClearing.Server.Registrations;
using YrdClearing.Server.Sample;
using YrdClearing.Server.Verify;

var root = new RootCommand("Clears innovation vouchers between the funds of Shanghai, Jiangsu, Zhejiang and Anhui.")
{
    ServeCommand.Create(),
    DemoCommand.Create(),
    ReplayCommand.Create(),
    SampleCommand.Create(),
    BalancesCommand.Create(),
    ShowCommand.Create(),
    VerifyCommand.Create(),
    BackupCommand.Create(),
    ExportCommand.Create(),
    ImportCommand.Create(),
    ReportCommand.Create(),
    ReferenceCommand.Create(),
};
return await CommandLine.RunAsync(root, args);
