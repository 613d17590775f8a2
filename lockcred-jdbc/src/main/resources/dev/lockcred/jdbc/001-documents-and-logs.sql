-- Written in SQL that SQLite and PostgreSQL both take. One statement ends with a semicolon at the end of a line.

-- One row: which store this is and how far it has come. The numbers never go back.
create table store (
    only_row   integer not null primary key check (only_row = 1),
    id         text    not null,
    sequence   bigint  not null,
    last_event bigint  not null,
    last_audit bigint  not null
);

-- Everything the engine holds live, as opaque bytes.
create table document (
    kind text  not null,
    id   text  not null,
    body bytea not null,
    primary key (kind, id)
);

-- Instants are microseconds since 1970 in UTC, durations microseconds.
create table access_event (
    id            bigint   not null primary key,
    lock_id       text     not null,
    operation     text     not null,
    source        text     not null,
    failure       text,
    attribution   text     not null,
    user_id       text,
    grant_id      text,
    slot_kind     text,
    slot_index    integer,
    happened_at   bigint,
    heard_at      bigint   not null,
    skew          bigint,
    lock_sequence bigint,
    own           smallint not null,
    duress        smallint not null,
    -- The best knowledge of when it happened: what queries and order go by.
    occurred_at   bigint   not null
);

create index access_event_occurred on access_event (occurred_at, id);
create index access_event_lock on access_event (lock_id, occurred_at, id);
create index access_event_user on access_event (user_id, occurred_at, id);
create index access_event_heard on access_event (heard_at, id);

create table audit_entry (
    sequence   bigint not null primary key,
    at         bigint not null,
    actor      text   not null,
    act        text   not null,
    lock_id    text,
    slot_kind  text,
    slot_index integer,
    user_id    text,
    detail     text   not null,
    link       text   not null
);

create index audit_entry_lock on audit_entry (lock_id, sequence);
create index audit_entry_user on audit_entry (user_id, sequence);
