-- The library's first shape. Times are seconds since 1970 (UTC); days are days since 1970-01-01 where the reader
-- lived when the article came in; offsets are Unicode scalars.

-- What a list shows of an article; its body is elsewhere, so that lists never read one.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,              -- what a reader types
    -- Minute of publication (of arrival, where that is unknown) times 65536, plus a number: an article's slot and
    -- its statements' ids (slot + 1, slot + 2 …) follow time, so newest first is the order of the ids.
    slot INTEGER NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    urn TEXT NOT NULL,                   -- the annotated article's id
    text_sha256 BLOB NOT NULL,
    url TEXT,                            -- as it is shown and cited
    headline TEXT NOT NULL,
    outlet TEXT,
    author TEXT,
    lang TEXT,
    published INTEGER,
    added INTEGER NOT NULL,
    n_words INTEGER NOT NULL,
    n_statements INTEGER NOT NULL,
    n_ids INTEGER NOT NULL,              -- ids that the slot has taken after it, at least n_statements
    complete INTEGER,                    -- 1, 0, or NULL where it cannot be told
    model TEXT NOT NULL,                 -- what annotated it
    version INTEGER NOT NULL DEFAULT 1,  -- of the text; earlier ones stay in body
    is_read INTEGER NOT NULL DEFAULT 0,
    is_starred INTEGER NOT NULL DEFAULT 0,
    fold INTEGER,                        -- the article that this one says again
    n_folded INTEGER NOT NULL DEFAULT 0,
    feed INTEGER,
    removed INTEGER                      -- when; the row stays, so that a feed does not bring it back
);
CREATE INDEX article_list ON article (day DESC, is_read, slot DESC, fold) WHERE removed IS NULL;
CREATE INDEX article_outlet ON article (outlet COLLATE NOCASE, slot DESC, fold) WHERE removed IS NULL;
CREATE INDEX article_unread ON article (slot DESC) WHERE is_read = 0 AND removed IS NULL;
CREATE INDEX article_starred ON article (slot DESC) WHERE is_starred = 1 AND removed IS NULL;
CREATE INDEX article_read ON article (slot DESC) WHERE is_read = 1 AND removed IS NULL;
CREATE INDEX article_updated ON article (slot DESC) WHERE version > 1 AND removed IS NULL;
CREATE INDEX article_text ON article (text_sha256);
CREATE INDEX article_fold ON article (fold) WHERE fold IS NOT NULL;

-- How many articles there are, so that no list has to count them: kept by the triggers below.
CREATE TABLE total (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO total (name, n) VALUES ('articles', 0), ('folded', 0), ('unread', 0);
CREATE TRIGGER article_comes AFTER INSERT ON article BEGIN
    UPDATE total SET n = n + (new.removed IS NULL) WHERE name = 'articles';
    UPDATE total SET n = n + (new.removed IS NULL AND new.fold IS NOT NULL) WHERE name = 'folded';
    UPDATE total SET n = n + (new.removed IS NULL AND new.fold IS NULL AND new.is_read = 0) WHERE name = 'unread';
END;
CREATE TRIGGER article_changes AFTER UPDATE OF removed, fold, is_read ON article BEGIN
    UPDATE total SET n = n + (new.removed IS NULL) - (old.removed IS NULL) WHERE name = 'articles';
    UPDATE total SET n = n + (new.removed IS NULL AND new.fold IS NOT NULL)
        - (old.removed IS NULL AND old.fold IS NOT NULL) WHERE name = 'folded';
    UPDATE total SET n = n + (new.removed IS NULL AND new.fold IS NULL AND new.is_read = 0)
        - (old.removed IS NULL AND old.fold IS NULL AND old.is_read = 0) WHERE name = 'unread';
END;

-- Addresses by which an article was met, without what only tracks.
CREATE TABLE address (url TEXT PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX address_article ON address (article);

-- Annotated articles, deflated JSON, every version of the text.
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    version INTEGER NOT NULL,
    added INTEGER NOT NULL,
    json BLOB NOT NULL,
    UNIQUE (article, version)
);

CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    name TEXT NOT NULL,                  -- its id within the article
    kind INTEGER NOT NULL,
    speaker_kind INTEGER,
    content TEXT NOT NULL,               -- as the article has it; parts joined by " […] "
    speaker TEXT,                        -- who said it, as the article names them most fully
    cue TEXT,                            -- the words that report it: *told reporters*, *denied*
    source TEXT,                         -- the words that name the speaker there
    role TEXT,
    start_char INTEGER,                  -- NULL where it has lost its place
    n_words INTEGER NOT NULL,
    content_confidence REAL,
    speaker_confidence REAL,
    review INTEGER
);

-- A person or body across articles.
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                  -- the fullest form
    kind INTEGER,
    role TEXT,                           -- the latest that an article gives
    role_slot INTEGER,                   -- of that article
    merged INTEGER,                      -- the speaker that the reader has joined this one to
    n_statements INTEGER NOT NULL DEFAULT 0,
    n_about INTEGER NOT NULL DEFAULT 0,
    seen INTEGER                         -- the greatest article id when their page was last read
);
-- Every form of a name as articles have it, under its key (no accents, small letters, no titles, one spelling), and
-- its words. Whoever appears nowhere any more keeps the forms, with n = 0, and has no words.
CREATE TABLE form (
    folded TEXT NOT NULL,
    speaker INTEGER NOT NULL,
    name TEXT NOT NULL,
    n INTEGER NOT NULL DEFAULT 0,        -- appearances under it
    PRIMARY KEY (folded, speaker, name)
) WITHOUT ROWID;
CREATE INDEX form_speaker ON form (speaker);
CREATE TABLE form_word (
    word TEXT NOT NULL,
    speaker INTEGER NOT NULL,
    is_last INTEGER NOT NULL DEFAULT 0,  -- the surname of a form with more words than one
    PRIMARY KEY (word, speaker)
) WITHOUT ROWID;
CREATE INDEX form_word_speaker ON form_word (speaker);
CREATE INDEX form_word_last ON form_word (word) WHERE is_last = 1;
-- An actor of an article, and who that is in the library.
CREATE TABLE appearance (
    article INTEGER NOT NULL,
    actor TEXT NOT NULL,                 -- the actor's id within the article
    speaker INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    how INTEGER NOT NULL,                -- why it is taken for that speaker
    aliases TEXT,                        -- further forms noted for the speaker, a line each
    PRIMARY KEY (article, actor)
) WITHOUT ROWID;
CREATE INDEX appearance_speaker ON appearance (speaker, article);
-- What the reader said: in an article (0: in all), a name with this key is this speaker.
CREATE TABLE choice (
    folded TEXT NOT NULL,
    article INTEGER NOT NULL,
    speaker INTEGER NOT NULL,
    PRIMARY KEY (folded, article)
) WITHOUT ROWID;
CREATE TABLE said (speaker INTEGER NOT NULL, statement INTEGER NOT NULL, PRIMARY KEY (speaker, statement)) WITHOUT ROWID;
CREATE INDEX said_statement ON said (statement);
CREATE TABLE about (speaker INTEGER NOT NULL, statement INTEGER NOT NULL, PRIMARY KEY (speaker, statement)) WITHOUT ROWID;
CREATE INDEX about_statement ON about (statement);
CREATE TRIGGER said_more AFTER INSERT ON said BEGIN
    UPDATE speaker SET n_statements = n_statements + 1 WHERE id = new.speaker;
END;
CREATE TRIGGER said_less AFTER DELETE ON said BEGIN
    UPDATE speaker SET n_statements = n_statements - 1 WHERE id = old.speaker;
END;
CREATE TRIGGER about_more AFTER INSERT ON about BEGIN
    UPDATE speaker SET n_about = n_about + 1 WHERE id = new.speaker;
END;
CREATE TRIGGER about_less AFTER DELETE ON about BEGIN
    UPDATE speaker SET n_about = n_about - 1 WHERE id = old.speaker;
END;

CREATE TABLE tag (
    name TEXT NOT NULL COLLATE NOCASE,
    article INTEGER NOT NULL,
    PRIMARY KEY (name, article DESC)
) WITHOUT ROWID;
CREATE INDEX tag_article ON tag (article);

CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: a sync may still be under way for one that went
    url TEXT NOT NULL UNIQUE,
    title TEXT,
    site TEXT,
    tags TEXT NOT NULL DEFAULT '',       -- given to its articles; separated by line ends
    etag TEXT,
    modified TEXT,
    added INTEGER NOT NULL,
    checked INTEGER,
    again INTEGER,                       -- not to be asked before
    n_failures INTEGER NOT NULL DEFAULT 0,
    outcome TEXT                         -- of the last attempt, one line
);
-- Items that a feed has had, so that none is fetched twice.
CREATE TABLE item (
    feed INTEGER NOT NULL,
    name TEXT NOT NULL,                  -- the item's own id, else its address
    article INTEGER,
    state INTEGER NOT NULL,              -- 0 to fetch, 1 done, 2 given up
    n_failures INTEGER NOT NULL DEFAULT 0,
    url TEXT,
    stamp INTEGER,                       -- of what the feed said; another one asks for the page again
    again INTEGER,                       -- not to be fetched before
    PRIMARY KEY (feed, name)
) WITHOUT ROWID;
CREATE INDEX item_open ON item (feed) WHERE state = 0;

-- Where the reader was, by the text's hash; articles outside the library too.
CREATE TABLE place (
    text_sha256 BLOB PRIMARY KEY,
    statement TEXT,
    offset_char INTEGER NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE saved (name TEXT PRIMARY KEY COLLATE NOCASE, query TEXT NOT NULL, added INTEGER NOT NULL) WITHOUT ROWID;

-- What was done and can be undone, newest last. `before` is JSON of what stood there.
CREATE TABLE deed (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,                  -- one line, as it is offered
    kind TEXT NOT NULL,
    before TEXT NOT NULL
);

-- Likeness, for folding and for the day's stories.
CREATE TABLE sketch (
    article INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL,                -- minima of word shingles; empty for a text too short to be told by
    terms BLOB NOT NULL,                 -- hashes of the words that say what it is about, with their weight
    summary TEXT NOT NULL                -- the lines of its summary, so that a day reads no bodies
);
-- Parts of sketches under a number that begins with the week, so that what is looked at together stands together.
CREATE TABLE band (hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, article)) WITHOUT ROWID;

-- Statements as they are searched. `facet` holds made-up words: what a query asks of a statement besides its text.
CREATE VIRTUAL TABLE words USING fts5 (
    content, speaker, about, role, outlet, facet,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2"
);
-- Articles by headline, their id the slot, with the same columns, so that one query serves both.
CREATE VIRTUAL TABLE heads USING fts5 (
    content, speaker, about, role, outlet, facet,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2"
);
