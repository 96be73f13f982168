-- The picture of a draft in which people were seen: buttons are offered for them while it is the photo to paint. It names
-- no file that would have to be kept.
ALTER TABLE drafts ADD COLUMN portrait TEXT;
