-- Feeds and podcasts on a phone.

-- edit Feeds: batch_op.alter_column("last_update", existing_type=sa.Text(), type_=sa.DateTime())
-- edit Feeds: batch_op.alter_column("title", existing_type=sa.Text(), nullable=False)
CREATE TABLE Feeds (id INTEGER PRIMARY KEY AUTOINCREMENT ,title TEXT,file_url TEXT,download_url TEXT,downloaded INTEGER,link TEXT,description TEXT,last_update TEXT,auto_download INTEGER DEFAULT 1);
INSERT INTO Feeds (title, download_url, last_update) VALUES ('News', 'https://example.org/1', '2024-01-02 10:00:00'), ('Talk', 'https://example.org/2', NULL);

-- edit FeedItems: batch_op.alter_column("has_simple_chapters", existing_type=sa.Integer(), nullable=False, server_default="0")
CREATE TABLE FeedItems (id INTEGER PRIMARY KEY AUTOINCREMENT ,title TEXT,pubDate INTEGER,read INTEGER,link TEXT,feed INTEGER,has_simple_chapters INTEGER DEFAULT 0,item_identifier TEXT);
CREATE INDEX FeedItems_feed ON FeedItems (feed);
CREATE INDEX FeedItems_pubDate ON FeedItems (pubDate);
CREATE INDEX FeedItems_read ON FeedItems (read);
INSERT INTO FeedItems VALUES (1, 'one', 1000, 1, NULL, 1, 0, 'g1'), (2, 'two', 2000, 0, NULL, 1, 1, 'g2'), (40, 'three', 3000, 0, NULL, 2, 0, 'g3');
DELETE FROM FeedItems WHERE id = 40;

CREATE TABLE FeedMedia (id INTEGER PRIMARY KEY AUTOINCREMENT ,duration INTEGER,file_url TEXT,download_url TEXT,downloaded INTEGER,position INTEGER,filesize INTEGER,mime_type TEXT,feeditem INTEGER,played_duration INTEGER);
CREATE INDEX FeedMedia_feeditem ON FeedMedia (feeditem);
INSERT INTO FeedMedia (duration, position, feeditem, played_duration) VALUES (1800000, 0, 1, 12), (3600000, 5, 2, NULL);

-- edit Queue: batch_op.create_foreign_key("queue_item", "FeedItems", ["feeditem"], ["id"], ondelete="CASCADE")
CREATE TABLE Queue(id INTEGER PRIMARY KEY,feeditem INTEGER,feed INTEGER);
INSERT INTO Queue VALUES (0, 2, 1), (1, 1, 1);

CREATE TABLE SimpleChapters (id INTEGER PRIMARY KEY AUTOINCREMENT ,title TEXT,start INTEGER,feeditem INTEGER,link TEXT);
INSERT INTO SimpleChapters VALUES (1, 'Intro', 0, 2, NULL), (2, 'Main', 60000, 2, 'https://example.org');
