-- An enterprise lists its own vouchers and orders, a provider its claims: without these the whole table was read for a page of them.
CREATE INDEX state_enterprise ON state (enterprise, id) WHERE enterprise IS NOT NULL;
CREATE INDEX state_provider ON state (provider, id) WHERE provider IS NOT NULL;
