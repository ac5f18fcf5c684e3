using System.Text.Json;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// What the entries add up to, by rules of its own that share no code with the product: balances, vouchers with their orders, payouts,
/// technology contracts with their titles, listings, open licences and compensation funds, cycles, obligations and messages.
/// </summary>
internal sealed class Model
{
    public Model() => Compensation = new(Contracts);

    public LedgerModel Ledger { get; } = new();

    public VoucherModel Vouchers { get; } = new();

    public ContractModel Contracts { get; } = new();

    public CompensationModel Compensation { get; }

    public ListingModel Listings { get; } = new();

    /// <summary>Open licences, by id.</summary>
    public Dictionary<string, ModelOffer> Offers { get; } = new(StringComparer.Ordinal);

    /// <summary>Parties with an integrity listing.</summary>
    public SortedSet<string> Listed { get; } = new(StringComparer.Ordinal);

    public CycleModel Cycles { get; } = new();

    public MessageModel Messages { get; } = new();

    /// <summary>Takes an entry over.</summary>
    public void Apply(NumberedEntry entry, JsonElement data)
    {
        Ledger.Apply(entry);
        Messages.Apply(entry);
        Vouchers.Apply(entry, data);
        Contracts.Apply(entry, data);
        Compensation.Apply(entry, data);
        Listings.Apply(entry, data);
        ApplyOther(entry.Request.Event, data);
        Cycles.Apply(entry, data);
    }

    private void ApplyOther(string name, JsonElement e)
    {
        switch (name)
        {
            case "integrity.listed.1": ContractModel.Must(Listed.Add(e.Text("party")), "listed twice"); break;
            case "integrity.cleared.1": ContractModel.Must(Listed.Remove(e.Text("party")), "cleared of nothing"); break;
            case "licence.offered.1":
                var id = e.Text("offer");
                Offers.Add(id, new(id, e.Text("title"), e.Text("seller"), "market:" + e.Text("market"), ModelOffer.TermsOf(e)));
                break;
            case "licence.withdrawn.1":
                ContractModel.Must(Offers[e.Text("offer")].Status == "Offered", "withdrawn twice");
                Offers[e.Text("offer")].Status = "Withdrawn";
                break;
        }
    }
}

/// <summary>Balances of all books, in fen.</summary>
internal sealed class LedgerModel
{
    private readonly Dictionary<string, Dictionary<string, long>> _books = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Of(string book) => Balances(book);

    public long Fen(string book, string account) => Balances(book).GetValueOrDefault(account);

    public bool WasPosted(string book, string account) => Balances(book).ContainsKey(account);

    /// <summary>What the book owes all others together.</summary>
    public long DueTo(string book) => -Of(book).Where(b => b.Key.StartsWith("liabilities:due-to:", StringComparison.Ordinal)).Sum(b => b.Value);

    public void Apply(NumberedEntry entry)
    {
        var balances = Balances(entry.Request.Book);
        for (var i = 0; i < entry.Accounts.Length; i++)
        {
            balances[entry.Accounts[i]] = balances.GetValueOrDefault(entry.Accounts[i]) + entry.Amounts[i];
        }
    }

    private Dictionary<string, long> Balances(string book)
    {
        if (!_books.TryGetValue(book, out var balances))
        {
            _books.Add(book, balances = new(StringComparer.Ordinal));
        }
        return balances;
    }
}
