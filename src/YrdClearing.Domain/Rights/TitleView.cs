namespace YrdClearing.Domain.Rights;

/// <summary>A title as <c>yrd show title</c> prints it (scenario.md, "What the tool answers").</summary>
/// <param name="Id">The title's id.</param>
/// <param name="Kind">patent, know-how, software, …</param>
/// <param name="Market">Region code of the market that registered it.</param>
/// <param name="Holder">USCC.</param>
/// <param name="Encumbrances">Ids of the contracts that encumber it, sorted.</param>
public sealed record TitleView(string Id, string Kind, string Market, string Holder, IReadOnlyList<string> Encumbrances)
{
    public static TitleView Of(TitleState t) =>
        new(t.Id, t.Kind, t.Market, t.Holder, [.. t.Encumbrances.Select(e => e.Contract).Order(StringComparer.Ordinal)]);
}
