-- An id begins with its kind: the primary key lists a kind in the order of ids, too.
DROP INDEX state_kind;

-- An outbox reads what follows its cursor, a fifth of which has messages: the primary key does.
DROP INDEX entry_messages;
