using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Rights;

/// <summary>Commands of the aggregate <c>title:ID</c> in the book <c>network</c>.</summary>
public abstract record TitleCommand(string Title) : Command;

/// <summary>Enters a technology into the rights register.</summary>
/// <param name="Title">The title's id, unique in the network: the guard against a double listing.</param>
/// <param name="Holder">USCC.</param>
/// <param name="Kind">patent, know-how, software, …</param>
public sealed record RegisterTitle(string Title, string Holder, string Kind) : TitleCommand(Title);

/// <summary>A contract on the title was signed by both parties (a message of the contract).</summary>
[Stored("title.record-encumbered.1")]
public sealed record RecordTitleEncumbered(string Title, string Contract, EncumbranceKind Kind) : TitleCommand(Title);

/// <summary>A contract on the title ended without a transfer (a message of the contract).</summary>
[Stored("title.record-freed.1")]
public sealed record RecordTitleFreed(string Title, string Contract) : TitleCommand(Title);

/// <summary>A transfer is complete: the buyer holds the title (a message of the contract).</summary>
[Stored("title.record-transferred.1")]
public sealed record RecordTitleTransferred(string Title, string Contract, string Holder) : TitleCommand(Title);

public static class TitleCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("title.register", "any market", "Enters a technology into the rights register.", "技术权益登记。",
            f => new RegisterTitle(f.Id("title"), f.Uscc("holder"), f.Text("kind")),
            """{"title":"T1","holder":"91310000MAXX00015X","kind":"patent"}"""),
    ];
}
