namespace YrdClearing.Domain.Commands;

/// <summary>One command of scenario.md: its name, who may send it, how its record is read, and an example of its fields.</summary>
/// <param name="Do">The command's name, <c>voucher.approve</c>.</param>
/// <param name="By">Who may send it, for people.</param>
/// <param name="Summary">What it does, one English sentence.</param>
/// <param name="SummaryZh">The same in Chinese.</param>
/// <param name="Read">Asks for the fields and builds the record.</param>
/// <param name="Example">A JSON object with the command's own fields.</param>
public sealed record CommandSpec(string Do, string By, string Summary, string SummaryZh, Func<Fields, Command> Read, string Example);
