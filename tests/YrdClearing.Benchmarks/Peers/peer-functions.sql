-- Peer (a): each command is one function call, so one round trip and one transaction. The state row is locked first, the accounts last
-- and in the order of their names: two commands never wait for each other in a circle, and a hot account is held only while the commit is
-- written.

CREATE FUNCTION post(
    p_book TEXT, p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_aggregate TEXT, p_event TEXT, p_data TEXT,
    p_accounts TEXT[], p_amounts BIGINT[], p_keys TEXT[], p_due_kind TEXT, p_due_book TEXT, p_due_fen BIGINT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    v_entry BIGINT;
BEGIN
    INSERT INTO entry (book, at, actor, command_id, body_hash, aggregate, event, data, accounts, amounts, due_kind, due_book, due_fen)
    VALUES (p_book, p_at, p_actor, p_id, p_hash, p_aggregate, p_event, p_data, p_accounts, p_amounts, p_due_kind, p_due_book, p_due_fen)
    RETURNING id INTO v_entry;
    IF cardinality(p_keys) > 0 THEN
        -- A taken key ends the transaction by itself.
        INSERT INTO key (key, value, entry) SELECT k, p_aggregate, v_entry FROM unnest(p_keys) AS k;
    END IF;
    FOR i IN 1 .. cardinality(p_accounts) LOOP
        UPDATE balance SET fen = fen + p_amounts[i] WHERE book = p_book AND account = p_accounts[i];
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no account % in %', p_accounts[i], p_book;
        END IF;
    END LOOP;
    RETURN v_entry;
END
$$;

CREATE FUNCTION voucher_apply(
    p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_voucher TEXT, p_enterprise TEXT, p_fund TEXT, p_amount BIGINT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM enterprise WHERE uscc = p_enterprise AND sme AND NOT listed AND left(region, 2) = left(p_fund, 2);
    IF NOT FOUND OR p_actor <> 'enterprise:' || p_enterprise THEN RAISE EXCEPTION '%: not allowed', p_id; END IF;
    INSERT INTO voucher VALUES (p_voucher, 'fund:' || p_fund, p_fund, p_enterprise, 'Applied', p_amount, 0, 0, 0,
        NULL, NULL, NULL, 1, p_at);
    RETURN post('fund:' || p_fund, p_at, p_actor, p_id, p_hash, 'voucher:' || p_voucher, 'voucher.applied', p_body, '{}', '{}',
        ARRAY['application/' || p_fund || '/' || p_enterprise, 'cmd/' || p_id, 'voucher/' || p_voucher], NULL, NULL, NULL);
END
$$;

CREATE FUNCTION voucher_approve(p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_voucher TEXT, p_day DATE)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    v voucher;
    r policy;
    v_quota TEXT;
BEGIN
    SELECT * INTO v FROM voucher WHERE id = p_voucher FOR UPDATE;
    SELECT * INTO r FROM policy WHERE fund = v.fund;
    IF v.status IS DISTINCT FROM 'Applied' OR split_part(p_actor, '/', 1) <> v.book THEN RAISE EXCEPTION '%: wrong state', p_id; END IF;
    UPDATE voucher SET status = 'Issued', available = amount, policy = r.version, use_by = p_day + r.use_days,
        claim_by = p_day + r.use_days + r.claim_days, version = version + 1, at = p_at WHERE id = p_voucher;
    DELETE FROM key WHERE key = 'application/' || v.fund || '/' || v.enterprise;
    v_quota := v.enterprise || ':' || extract(year FROM p_day);
    RETURN post(v.book, p_at, p_actor, p_id, p_hash, 'voucher:' || p_voucher, 'voucher.approved', p_body,
        ARRAY['budget:available', 'budget:issued', 'quota:available:' || v_quota, 'quota:granted:' || v_quota],
        ARRAY[v.amount, -v.amount, v.amount, -v.amount], ARRAY['cmd/' || p_id], NULL, NULL, NULL);
END
$$;

CREATE FUNCTION order_place(
    p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_voucher TEXT, p_order TEXT, p_provider TEXT, p_service TEXT,
    p_price BIGINT, p_day DATE)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    v voucher;
    q provider;
    v_subsidy BIGINT;
BEGIN
    SELECT * INTO v FROM voucher WHERE id = p_voucher FOR UPDATE;
    SELECT * INTO q FROM provider WHERE uscc = p_provider;
    SELECT p_price * rate / 10000 INTO v_subsidy FROM policy WHERE fund = v.fund;
    PERFORM FROM enterprise WHERE uscc = v.enterprise AND NOT listed;
    IF NOT FOUND OR v.status NOT IN ('Issued', 'PartlyUsed') OR p_day > v.use_by OR p_actor <> 'enterprise:' || v.enterprise
        OR q.listed OR NOT v.fund = ANY (q.provinces) OR NOT p_service = ANY (q.services) OR v_subsidy > v.available THEN
        RAISE EXCEPTION '%: refused', p_id;
    END IF;
    UPDATE voucher SET status = 'PartlyUsed', available = available - v_subsidy, reserved = reserved + v_subsidy, version = version + 1,
        at = p_at WHERE id = p_voucher;
    INSERT INTO service_order VALUES (p_order, p_voucher, v.book, 'fund:' || q.fund, p_provider, p_service, p_price, v_subsidy,
        p_price - v_subsidy, 'Placed', NULL, NULL, NULL, NULL, 1, p_at);
    RETURN post(v.book, p_at, p_actor, p_id, p_hash, 'voucher:' || p_voucher, 'order.placed', p_body,
        ARRAY['budget:issued', 'budget:reserved'], ARRAY[v_subsidy, -v_subsidy], ARRAY['cmd/' || p_id, 'order/' || p_order],
        NULL, NULL, NULL);
END
$$;

-- order.accept, order.deliver, order.confirm: a step of the order without postings. Delivered amounts equal the price in this load.
CREATE FUNCTION order_step(
    p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_order TEXT, p_from TEXT, p_to TEXT, p_contract TEXT, p_invoice TEXT,
    p_amount BIGINT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    o service_order;
BEGIN
    SELECT * INTO o FROM service_order WHERE id = p_order FOR UPDATE;
    IF o.status IS DISTINCT FROM p_from OR p_amount > o.price THEN RAISE EXCEPTION '%: wrong state', p_id; END IF;
    UPDATE service_order SET status = p_to, contract = coalesce(p_contract, contract), invoice = coalesce(p_invoice, invoice),
        own = coalesce(p_amount, price) - subsidy, version = version + 1, at = p_at WHERE id = p_order;
    RETURN post(o.home, p_at, p_actor, p_id, p_hash, 'voucher:' || o.voucher, 'order.' || lower(p_to), p_body, '{}', '{}',
        ARRAY['cmd/' || p_id], NULL, NULL, NULL);
END
$$;

CREATE FUNCTION claim_submit(p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_order TEXT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    o service_order;
BEGIN
    SELECT * INTO o FROM service_order WHERE id = p_order FOR UPDATE;
    PERFORM FROM provider WHERE uscc = o.provider AND NOT listed;
    IF NOT FOUND OR o.status IS DISTINCT FROM 'Confirmed' OR o.claim IS NOT NULL OR p_actor <> 'provider:' || o.provider THEN
        RAISE EXCEPTION '%: refused', p_id;
    END IF;
    UPDATE service_order SET claim = 'Submitted', version = version + 1, at = p_at WHERE id = p_order;
    RETURN post(o.home, p_at, p_actor, p_id, p_hash, 'voucher:' || o.voucher, 'claim.submitted', p_body, '{}', '{}',
        ARRAY['cmd/' || p_id, 'invoice/' || o.invoice], NULL, NULL, NULL);
END
$$;

CREATE FUNCTION claim_review(p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_order TEXT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    o service_order;
BEGIN
    SELECT * INTO o FROM service_order WHERE id = p_order FOR UPDATE;
    IF o.claim IS DISTINCT FROM 'Submitted' OR split_part(p_actor, '/', 1) <> o.host THEN RAISE EXCEPTION '%: refused', p_id; END IF;
    UPDATE service_order SET claim = 'Reviewed', reviewer = p_actor, version = version + 1, at = p_at WHERE id = p_order;
    RETURN post(o.home, p_at, p_actor, p_id, p_hash, 'voucher:' || o.voucher, 'claim.reviewed', p_body, '{}', '{}',
        ARRAY['cmd/' || p_id], NULL, NULL, NULL);
END
$$;

-- Both books in one transaction, in the order of their names.
CREATE FUNCTION claim_approve(p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_order TEXT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    o service_order;
    v_first BIGINT;
    v_home BIGINT;
BEGIN
    SELECT * INTO o FROM service_order WHERE id = p_order FOR UPDATE;
    IF o.claim IS DISTINCT FROM 'Reviewed' OR split_part(p_actor, '/', 1) <> o.home OR p_actor = o.reviewer THEN
        RAISE EXCEPTION '%: refused', p_id;
    END IF;
    UPDATE service_order SET claim = 'Approved', version = version + 1, at = p_at WHERE id = p_order;
    UPDATE voucher SET reserved = reserved - o.subsidy, redeemed = redeemed + o.subsidy, version = version + 1, at = p_at
        WHERE id = o.voucher;
    INSERT INTO payout VALUES (p_order, o.host, o.provider, o.subsidy, 'Due', 1, p_at);
    FOR turn IN 1 .. 2 LOOP
        IF (turn = 1) = (o.home < o.host) THEN
            v_home := post(o.home, p_at, p_actor, p_id, p_hash, 'voucher:' || o.voucher, 'claim.approved', p_body,
                ARRAY['budget:approved', 'budget:reserved', 'expenses:subsidy', 'liabilities:due-to:' || o.host],
                ARRAY[-o.subsidy, o.subsidy, o.subsidy, -o.subsidy], ARRAY['cmd/' || p_id], 'Approval', o.host, o.subsidy);
        ELSE
            PERFORM post(o.host, p_at, p_actor, NULL, NULL, 'payout:' || p_order, 'payout.due', p_body,
                ARRAY['assets:due-from:' || o.home, 'liabilities:claims:' || o.provider], ARRAY[o.subsidy, -o.subsidy],
                '{}', 'ApprovalMirror', o.home, o.subsidy);
        END IF;
    END LOOP;
    RETURN v_home;
END
$$;

CREATE FUNCTION payout_instruct(p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_order TEXT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    p payout;
    v_entry BIGINT;
BEGIN
    SELECT * INTO p FROM payout WHERE id = p_order FOR UPDATE;
    IF p.status IS DISTINCT FROM 'Due' OR split_part(p_actor, '/', 1) <> p.book THEN RAISE EXCEPTION '%: refused', p_id; END IF;
    UPDATE payout SET status = 'Instructed', version = version + 1, at = p_at WHERE id = p_order;
    UPDATE service_order SET claim = 'Instructed', version = version + 1, at = p_at WHERE id = p_order;
    v_entry := post(p.book, p_at, p_actor, p_id, p_hash, 'payout:' || p_order, 'payout.instructed', p_body,
        ARRAY['liabilities:claims:' || p.payee, 'liabilities:payments-in-transit'], ARRAY[p.amount, -p.amount],
        ARRAY['cmd/' || p_id], NULL, NULL, NULL);
    PERFORM FROM balance c, balance t WHERE c.book = p.book AND c.account = 'assets:cash' AND t.book = p.book
        AND t.account = 'liabilities:payments-in-transit' AND c.fen + t.fen >= 0;
    IF NOT FOUND THEN RAISE EXCEPTION '%: insufficient cash', p_id; END IF;
    RETURN v_entry;
END
$$;

CREATE FUNCTION payout_confirm(p_at BIGINT, p_actor TEXT, p_id TEXT, p_hash BYTEA, p_body TEXT, p_order TEXT)
RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    p payout;
BEGIN
    SELECT * INTO p FROM payout WHERE id = p_order FOR UPDATE;
    IF p.status IS DISTINCT FROM 'Instructed' OR p_actor <> 'bank:network' THEN RAISE EXCEPTION '%: refused', p_id; END IF;
    UPDATE payout SET status = 'Paid', version = version + 1, at = p_at WHERE id = p_order;
    UPDATE service_order SET claim = 'Paid', version = version + 1, at = p_at WHERE id = p_order;
    RETURN post(p.book, p_at, p_actor, p_id, p_hash, 'payout:' || p_order, 'payout.paid', p_body,
        ARRAY['assets:cash', 'liabilities:payments-in-transit'], ARRAY[-p.amount, p.amount], ARRAY['cmd/' || p_id], NULL, NULL, NULL);
END
$$;
