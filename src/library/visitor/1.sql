-- What visitors leave. Times are seconds since 1970 (UTC), offsets Unicode scalars, articles the library's numbers.

CREATE TABLE visitor (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,               -- 0 has a key, 1 a code
    name TEXT NOT NULL,                  -- the key's fingerprint, or the code's hash
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    theme TEXT,
    UNIQUE (kind, name)
);
CREATE INDEX visitor_seen ON visitor (kind, last_seen);

-- Where they are, by the text's hash.
CREATE TABLE place (
    visitor INTEGER NOT NULL,
    text_sha256 BLOB NOT NULL,
    article INTEGER NOT NULL,
    headline TEXT NOT NULL,
    statement TEXT,
    offset_char INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (visitor, text_sha256)
) WITHOUT ROWID;
CREATE INDEX place_latest ON place (visitor, at);

-- What they opened.
CREATE TABLE opened (
    visitor INTEGER NOT NULL,
    article INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (visitor, article)
) WITHOUT ROWID;
CREATE INDEX opened_latest ON opened (visitor, at);

-- What they said, in order.
CREATE TABLE remark (
    id INTEGER PRIMARY KEY,
    visitor INTEGER NOT NULL,
    article INTEGER NOT NULL,
    seen BLOB NOT NULL,                  -- the version of the article that it was said of
    headline TEXT NOT NULL,
    json TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX remark_of ON remark (visitor, article);
CREATE INDEX remark_seen ON remark (seen);

-- Articles as they were when something was said of them; one for all who said it of the same.
CREATE TABLE seen (version BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
