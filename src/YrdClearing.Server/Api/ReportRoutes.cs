using YrdClearing.Journal;
using YrdClearing.Server.Registrations;

namespace YrdClearing.Server.Api;

/// <summary>Statistics over the whole network; JSON or CSV.</summary>
internal static class ReportRoutes
{
    public static void Map(IEndpointRouteBuilder api) => api.MapRead("/reports/contracts", ContractsAsync).Describe(new(
        "reports.contracts",
        "Report registered contracts",
        "The technology contracts registered in `year`, imported ones and our own: number, contract value and technology value per pair of "
            + "provinces (seller's, buyer's), per type, and in all.")
    {
        Tag = "registrations",
        Answer = typeof(ContractReport),
        IsCsvToo = true,
        Parameters =
        [
            ApiParameter.InQuery("year", "The year of registration.", "2022") with { Required = true },
            ApiParameter.Format,
        ],
        Example =
            """
            {"year":2022,"all":{"contracts":1,"contractValue":"600000.00","technologyValue":"550000.00"},
            "betweenProvinces":{"contracts":1,"contractValue":"600000.00","technologyValue":"550000.00"},
            "types":{"development":{"contracts":1,"contractValue":"600000.00","technologyValue":"550000.00"}},
            "pairs":[{"from":"330000","to":"340000","total":{"contracts":1,"contractValue":"600000.00","technologyValue":"550000.00"},
            "types":{"development":{"contracts":1,"contractValue":"600000.00","technologyValue":"550000.00"}}}]}
            """,
    });

    private static async Task<IResult> ContractsAsync(HttpContext http, JournalStore store)
    {
        var query = new Query(http.Request.Query);
        var (year, format) = (query.Year("year"), query.Word("format", "json", "csv"));
        if (query.IsRefused(out var refusal))
        {
            return refusal;
        }
        var totals = await new RegistrationReads(store).TotalsAsync(year, http.RequestAborted);
        return Csv.IsWanted(http, format)
            ? Csv.Answer($"contracts-{year}.csv", Csv.Lines(totals))
            : Results.Json(ContractReport.Of(year, totals), ApiJson.Options);
    }
}
