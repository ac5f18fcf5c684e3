namespace YrdClearing.Server.Verify;

/// <summary>
/// A title has one holder at any time and passes from one to the next without a gap: each encumbrance is the one that its contract took, in
/// order, each title that is freed or passes on was encumbered by the contract that says so, and, when no message is on its way, what
/// encumbers a title is what its contracts say.
/// </summary>
internal sealed class TitleCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly Action<object?[]> _register, _encumber, _free, _pass, _sign;
    private readonly Func<object?[], object?> _count, _isEncumbered;

    public TitleCheck(Scratch scratch, Things things) : base("titles have one holder")
    {
        (_scratch, _things) = (scratch, things);
        scratch.Run(
            """
            CREATE TABLE title (id TEXT PRIMARY KEY, market TEXT, holder TEXT, encumbered INTEGER, passed TEXT) WITHOUT ROWID;
            CREATE TABLE encumbrance (title TEXT, contract TEXT, number INTEGER, live INTEGER, PRIMARY KEY (title, contract)) WITHOUT ROWID;
            CREATE TABLE signing (title TEXT, number INTEGER, contract TEXT, PRIMARY KEY (title, number, contract)) WITHOUT ROWID;
            """);
        _register = scratch.Prepare("INSERT INTO title VALUES (?1, ?2, ?3, 0, NULL)");
        _encumber = scratch.Prepare("INSERT INTO encumbrance VALUES (?1, ?2, ?3, 1)");
        _free = scratch.Prepare("UPDATE encumbrance SET live = 0 WHERE title = ?1 AND contract = ?2");
        _pass = scratch.Prepare("UPDATE title SET holder = ?2, passed = ?3 WHERE id = ?1");
        _sign = scratch.Prepare("INSERT INTO signing VALUES (?1, ?2, ?3)");
        _count = scratch.PrepareScalar("UPDATE title SET encumbered = encumbered + 1 WHERE id = ?1 RETURNING encumbered");
        _isEncumbered = scratch.PrepareScalar("SELECT 1 FROM encumbrance WHERE title = ?1 AND contract = ?2 AND live");
    }

    public override void Entry(StoredEntry entry)
    {
        switch (entry.Event)
        {
            case "contract.signed.1" or "contract.licence-accepted.1" when entry.Fields.Optional("encumbrance") is { } number:
                _sign([entry.Fields.Text("title"), number.GetInt64(), entry.Fields.Text("contract")]);
                break;
            case "title.registered.1":
                _register([entry.Fields.Text("title"), entry.Fields.Text("market"), entry.Fields.Text("holder")]);
                break;
            case "title.encumbered.1":
                Encumber(entry, entry.Fields.Text("title"), entry.Fields.Text("contract"), entry.Fields.Fen("count"));
                break;
            case "title.freed.1":
                Free(entry, entry.Fields.Text("title"), entry.Fields.Text("contract"));
                break;
            case "title.transferred.1":
                Free(entry, entry.Fields.Text("title"), entry.Fields.Text("contract"));
                _pass([entry.Fields.Text("title"), entry.Fields.Text("holder"), entry.Fields.Text("contract")]);
                break;
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT e.title, e.contract, e.number FROM encumbrance e
            WHERE NOT EXISTS (
                SELECT 1 FROM signing s WHERE s.title = e.title AND s.contract = e.contract AND s.number = e.number)
            ORDER BY 1, 3
            """).Select(r => $"title {r.GetString(0)}: encumbrance {r.GetInt64(2)} is of {r.GetString(1)}, which never took it"));
        FailEach(_scratch.Rows("SELECT title, number, count(*) FROM signing GROUP BY title, number HAVING count(*) > 1 ORDER BY 1, 2")
            .Select(r => $"title {r.GetString(0)}: {r.GetInt64(2)} contracts took encumbrance {r.GetInt64(1)}"));
        FailEach(_scratch.Rows(
            """
            SELECT t.id, t.holder, c.buyer FROM title t JOIN contract c ON c.id = t.passed
            WHERE c.buyer <> t.holder OR c.status <> 'Completed' OR c.type <> 'Transfer' ORDER BY 1
            """).Select(r => $"title {r.GetString(0)} is held by {r.GetString(1)}, "
                + $"but the transfer was to {r.GetString(2)} or is not complete"));
        if (_scratch.Count("SELECT count(*) FROM in_flight") == 0)
        {
            CompareWithContracts();
        }
        foreach (var r in _scratch.Rows(
            "SELECT id, EXISTS (SELECT 1 FROM encumbrance e WHERE e.title = title.id AND live), market, holder FROM title"))
        {
            _things.Expect("title:" + r.GetString(0), Things.Title(
                r.GetInt64(1) == 1 ? "Encumbered" : "Free", r.GetString(2), r.GetString(3)));
        }
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM title"), "title", "titles")}, "
        + $"{Fen.Count(_scratch.Count("SELECT count(*) FROM encumbrance WHERE live"), "encumbrance", "encumbrances")}, "
        + Fen.Count(_scratch.Count("SELECT count(*) FROM title WHERE passed IS NOT NULL"), "passed on", "passed on");

    /// <summary>A contract encumbers its title from Signed until it ends, a completed licence for good.</summary>
    private void CompareWithContracts() => FailEach(_scratch.Rows(
        """
        SELECT title, contract, sum(says), sum(is_so) FROM (
            SELECT title, id AS contract, 1 AS says, 0 AS is_so FROM contract
                WHERE title IS NOT NULL AND (status IN ('Signed', 'Registered', 'Performing', 'Disputed')
                    OR (status = 'Completed' AND type = 'Licence'))
            UNION ALL SELECT title, contract, 0, 1 FROM encumbrance WHERE live)
        GROUP BY title, contract HAVING sum(says) <> sum(is_so) ORDER BY 1, 2
        """).Select(r => $"title {r.GetString(0)}: {r.GetString(1)} "
            + (r.GetInt64(2) > r.GetInt64(3) ? "should encumber it and does not" : "encumbers it and should not")));

    private void Encumber(StoredEntry entry, string title, string contract, long count)
    {
        _encumber([title, contract, count]);
        if (_count([title]) is not long known || known != count)
        {
            Fail($"{entry.Name}: encumbrance {count} of title {title} does not follow");
        }
    }

    private void Free(StoredEntry entry, string title, string contract)
    {
        if (_isEncumbered([title, contract]) is null)
        {
            Fail($"{entry.Name}: title {title} was not encumbered by {contract}");
        }
        _free([title, contract]);
    }
}
