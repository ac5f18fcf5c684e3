using System.Text.Json;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// What the entries add up to, by rules of its own that share no code with the product: balances, vouchers with their orders, payouts,
/// technology contracts with their titles, compensation funds, cycles, obligations and messages.
/// </summary>
internal sealed class Model
{
    public Model() => Compensation = new(Contracts);

    public LedgerModel Ledger { get; } = new();

    public VoucherModel Vouchers { get; } = new();

    public ContractModel Contracts { get; } = new();

    public CompensationModel Compensation { get; }

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
        Cycles.Apply(entry, data);
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
