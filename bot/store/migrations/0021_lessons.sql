-- What the engine has learned, while it had nothing else to do, of pictures that people keep as styles.
CREATE TABLE lessons (
    picture TEXT PRIMARY KEY,
    network TEXT NOT NULL,  -- for which it was learned: of no use with another
    state BLOB NOT NULL,
    steps INTEGER NOT NULL,  -- done
    wanted INTEGER NOT NULL  -- in all
) STRICT;
CREATE INDEX styles_by_picture ON styles (picture);
-- It goes with the last style that has the picture.
CREATE TRIGGER lessons_gone AFTER DELETE ON styles BEGIN
    DELETE FROM lessons WHERE picture = OLD.picture AND OLD.picture NOT IN (SELECT picture FROM styles);
END;
CREATE TRIGGER lessons_replaced AFTER UPDATE OF picture ON styles BEGIN
    DELETE FROM lessons WHERE picture = OLD.picture AND OLD.picture NOT IN (SELECT picture FROM styles);
END;
