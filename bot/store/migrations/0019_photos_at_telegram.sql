-- The painting as Telegram has it, by its file_id: to share it in another chat nothing is sent anew.
ALTER TABLE jobs ADD COLUMN result_photo TEXT;
