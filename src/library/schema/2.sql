-- What a reader says: the words and tags by which statements are found besides their own.

-- Of a statement, or of an article as a whole (under its slot): notes as they are shown, all words that they are found
-- by, and tags. Who judged what, and when, stands in the body.
CREATE TABLE remark (
    id INTEGER PRIMARY KEY,              -- the statement's id, or the article's slot
    article INTEGER NOT NULL,
    note TEXT NOT NULL,                  -- what was noted about it itself, a paragraph each
    found TEXT NOT NULL,                 -- that, and what was noted about its speakers and its article, a line each
    tags TEXT NOT NULL                   -- a line each
);
-- Articles of which something was said.
ALTER TABLE article ADD COLUMN is_remarked INTEGER NOT NULL DEFAULT 0;
-- Which those are the bodies say: the program looks into them after this step, and writes their statements anew.
CREATE INDEX article_remarked ON article (id) WHERE is_remarked = 1 AND removed IS NULL;
CREATE INDEX remark_article ON remark (article);
CREATE INDEX remark_tagged ON remark (id) WHERE tags <> '';
