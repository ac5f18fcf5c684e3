-- The peers' tables: the same information as the journal's, laid out as a service would that changes it by one transaction a command.
-- Postings stand as arrays in the entry, as in the journal, which is the cheaper layout; balances are rows, for no one process owns them.
CREATE TABLE policy (
    fund        TEXT COLLATE "C" PRIMARY KEY,
    version     TEXT NOT NULL,
    rate        BIGINT NOT NULL,                  -- ten-thousandths
    use_days    INT NOT NULL,
    claim_days  INT NOT NULL
);
CREATE TABLE enterprise (
    uscc   TEXT COLLATE "C" PRIMARY KEY,
    region TEXT NOT NULL,
    sme    BOOLEAN NOT NULL,
    listed BOOLEAN NOT NULL
);
CREATE TABLE provider (
    uscc      TEXT COLLATE "C" PRIMARY KEY,
    fund      TEXT COLLATE "C" NOT NULL,
    services  TEXT[] NOT NULL,
    provinces TEXT[] NOT NULL,                    -- where it is effective
    listed    BOOLEAN NOT NULL
);
CREATE TABLE voucher (
    id         TEXT COLLATE "C" PRIMARY KEY,
    book       TEXT COLLATE "C" NOT NULL,
    fund       TEXT COLLATE "C" NOT NULL,
    enterprise TEXT COLLATE "C" NOT NULL,
    status     TEXT NOT NULL,
    amount     BIGINT NOT NULL,
    available  BIGINT NOT NULL,
    reserved   BIGINT NOT NULL,
    redeemed   BIGINT NOT NULL,
    policy     TEXT,
    use_by     DATE,
    claim_by   DATE,
    version    BIGINT NOT NULL,
    at         BIGINT NOT NULL
) WITH (fillfactor = 40);
CREATE INDEX voucher_due ON voucher (book, use_by) WHERE use_by IS NOT NULL;
CREATE TABLE service_order (
    id        TEXT COLLATE "C" PRIMARY KEY,
    voucher   TEXT COLLATE "C" NOT NULL,
    home      TEXT COLLATE "C" NOT NULL,
    host      TEXT COLLATE "C" NOT NULL,
    provider  TEXT COLLATE "C" NOT NULL,
    service   TEXT NOT NULL,
    price     BIGINT NOT NULL,
    subsidy   BIGINT NOT NULL,
    own       BIGINT NOT NULL,
    status    TEXT NOT NULL,
    claim     TEXT,
    contract  TEXT,
    invoice   TEXT,
    reviewer  TEXT,
    version   BIGINT NOT NULL,
    at        BIGINT NOT NULL
) WITH (fillfactor = 40);
CREATE INDEX service_order_voucher ON service_order (voucher);
CREATE TABLE payout (
    id      TEXT COLLATE "C" PRIMARY KEY,
    book    TEXT COLLATE "C" NOT NULL,
    payee   TEXT COLLATE "C" NOT NULL,
    amount  BIGINT NOT NULL,
    status  TEXT NOT NULL,
    version BIGINT NOT NULL,
    at      BIGINT NOT NULL
) WITH (fillfactor = 40);

-- Room on each page for the next version of a hot row.
CREATE TABLE balance (
    book    TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    fen     BIGINT NOT NULL,
    side    SMALLINT NOT NULL,                    -- 1: guarded, debit; -1: guarded, credit; 0: not guarded
    PRIMARY KEY (book, account),
    CHECK (fen * side >= 0)
) WITH (fillfactor = 30);

CREATE TABLE key (
    key   TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL,
    entry BIGINT NOT NULL
);
CREATE TABLE entry (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book       TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    recorded   TIMESTAMPTZ NOT NULL DEFAULT now(),
    actor      TEXT NOT NULL,
    command_id TEXT,
    body_hash  BYTEA,
    aggregate  TEXT COLLATE "C" NOT NULL,
    event      TEXT NOT NULL,
    data       TEXT NOT NULL,
    accounts   TEXT[] COLLATE "C" NOT NULL,
    amounts    BIGINT[] NOT NULL,
    due_kind   TEXT COLLATE "C",
    due_book   TEXT COLLATE "C",
    due_fen    BIGINT
);
CREATE INDEX entry_aggregate ON entry (aggregate, id);
CREATE INDEX entry_due ON entry (book, due_kind, id) WHERE due_book IS NOT NULL;
CREATE INDEX entry_accounts ON entry USING gin (accounts);
