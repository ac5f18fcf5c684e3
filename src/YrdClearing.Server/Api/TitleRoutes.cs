using YrdClearing.Domain.Rights;

namespace YrdClearing.Server.Api;

/// <summary>The rights register.</summary>
internal static class TitleRoutes
{
    public static readonly Resource Titles = new(
        "titles", TitleRows.Kind, "{title}", typeof(TitleView), rows => TitleView.Of(TitleRows.Read(rows)))
    {
        Filters =
        [
            new("status", "status", "Free or Encumbered."),
            new("market", "fund", "Region code of the market that registered it."),
            new("holder", "enterprise", "USCC of the holder."),
        ],
        Summary = "Technologies in the rights register: who holds each and which contracts encumber it.",
        IdExample = "T1",
        Example = """{"id":"T1","kind":"patent","market":"310000","holder":"91310000MAXX00015X","encumbrances":["K1"]}""",
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("title.register", "/titles", "/titles/{title}", Creates: true),
    ];
}
