using System.CommandLine;
using YrdClearing.Benchmarks;

var root = new RootCommand("Measures YrdClearing against its peers and its limit.")
{
    LoadCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
