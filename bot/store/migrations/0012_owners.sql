-- All anonymous admins have one id in Telegram, all channels another, and all posts that it forwards by itself a third.
-- What was kept under these ids belongs to nobody in particular, and was shown to others: it goes. From now on the owner
-- is the chat behind them.
DELETE FROM styles WHERE owner IN (1087968824, 136817688, 777000);
DELETE FROM shared_styles WHERE owner IN (1087968824, 136817688, 777000);
DELETE FROM drafts WHERE user_id IN (1087968824, 136817688, 777000);
DELETE FROM album_items WHERE user_id IN (1087968824, 136817688, 777000);
DELETE FROM preferences WHERE user_id IN (1087968824, 136817688, 777000);
DELETE FROM languages WHERE user_id IN (1087968824, 136817688, 777000);
DELETE FROM people WHERE user_id IN (1087968824, 136817688, 777000);
