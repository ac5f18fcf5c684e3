using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <param name="Hash">Hashes personal values with the key of this network's data.</param>
public sealed record EnterpriseFacts(PersonalHash Hash);
