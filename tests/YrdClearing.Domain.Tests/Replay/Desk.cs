using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Replay;

/// <summary>A network on paper at which commands are given one by one, for tables of cases.</summary>
internal abstract class Desk
{
    public PaperNetwork Network { get; } = new();

    public BusinessTime Now { get; protected set; } = Given.Morning;

    /// <summary>The outcome; what is accepted leaves books and things in agreement, what is refused changes nothing.</summary>
    public string Do(string actor, Command command)
    {
        var before = Picture();
        var outcome = Network.Execute(command, Given.By(actor, Now));
        MoneyChecks.Assert(Network);
        if (outcome != "ok")
        {
            Picture().ShouldBe(before, $"{outcome} changed something");
        }
        return outcome;
    }

    public void Setup(string actor, Command command) => Do(actor, command).ShouldBe("ok", $"{actor} {command}");

    /// <summary>Expected code, who, what: each row by itself, on a desk that refuses or that the row may change.</summary>
    public void Table(params (string Code, string Actor, Command Command)[] rows)
    {
        foreach (var (code, actor, command) in rows)
        {
            Do(actor, command).ShouldBe(code, $"{actor} {command}");
        }
    }

    /// <summary>Balances of a book other than zero whose account begins so: <c>account amount</c>, sorted.</summary>
    public string[] BalancesOf(string book, params string[] prefixes) => [.. Network.Ledgers[book].Balances
        .Where(b => b.Value != 0 && prefixes.Any(p => b.Key.StartsWith(p, StringComparison.Ordinal)))
        .Select(b => $"{b.Key} {new Money(b.Value)}")];

    private string Picture() => DomainJson.Store(Network.Balances()) + string.Concat(Network.Rows.Select(r => r.ToString()));
}
