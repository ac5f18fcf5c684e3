-- Every message of the book's entries up to this one is applied: where its outbox starts reading. It is written with each batch, so it
-- lags when nothing is written, and can never be ahead of the entries beside it. From zero on, all are looked up once.
ALTER TABLE head ADD COLUMN delivered BIGINT NOT NULL DEFAULT 0;
