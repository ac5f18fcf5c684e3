using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Rights;

/// <summary>What happened to a title.</summary>
public abstract record TitleEvent(string Title) : DomainEvent;

[Stored("title.registered.1")]
public sealed record TitleRegistered(string Title, string Holder, string Kind, string Market) : TitleEvent(Title);

/// <param name="Title">The title's id.</param>
/// <param name="Contract">The contract that encumbers it.</param>
/// <param name="Kind">What it is promised for.</param>
/// <param name="Count">How many contracts have ever encumbered it, this one included.</param>
[Stored("title.encumbered.1")]
public sealed record TitleEncumbered(string Title, string Contract, EncumbranceKind Kind, int Count) : TitleEvent(Title);

[Stored("title.freed.1")]
public sealed record TitleFreed(string Title, string Contract) : TitleEvent(Title);

/// <summary>The title passed to the buyer, free of the contract that brought it.</summary>
[Stored("title.transferred.1")]
public sealed record TitleTransferred(string Title, string Contract, string Holder) : TitleEvent(Title);
