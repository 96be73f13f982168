BEGIN TRANSACTION;
PRAGMA user_version = 11;
PRAGMA application_id = 0;
CREATE TABLE album_items (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    media_group_id TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    picture TEXT,
    error_code TEXT,
    caption TEXT,
    received_at REAL NOT NULL,
    PRIMARY KEY (chat_id, user_id, topic_id, media_group_id, message_id)
) STRICT;
INSERT INTO "album_items" VALUES(101,101,0,'1759543223165560783',130,'@png1@',NULL,NULL,@-0.5@);
INSERT INTO "album_items" VALUES(101,101,0,'1759543223165560783',131,'@png2@',NULL,NULL,@-0.4@);
CREATE TABLE closed_chats (
    chat_id INTEGER PRIMARY KEY,
    closed_at REAL NOT NULL
) STRICT;
CREATE TABLE drafts (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    content TEXT,
    styles TEXT,
    content_message_id INTEGER,
    overrides TEXT NOT NULL,
    updated_at REAL NOT NULL, choices TEXT NOT NULL DEFAULT '[]', wants_sketches INTEGER NOT NULL DEFAULT 0, steers TEXT, borrowed INTEGER, series TEXT, regions TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (chat_id, user_id, topic_id)
) STRICT;
INSERT INTO "drafts" VALUES(104,104,0,NULL,'[]',NULL,'{"preset":null,"iterations":null,"size":null,"strength":null,"colors":null,"stroke":null,"begin":null,"seed":null}',@-10.1@,'[]',0,'6a16a31d2556d12f',NULL,NULL,'{"painted":[],"protected":null,"asked":null,"asked_to_protect":false,"rest_stays":false}');
INSERT INTO "drafts" VALUES(101,101,0,'@png3@','[]',124,'{"preset":null,"iterations":null,"size":null,"strength":30,"colors":"keep","stroke":null,"begin":"recoloured","seed":null}',@-3.0@,'[]',0,NULL,NULL,NULL,'{"painted":[],"protected":null,"asked":null,"asked_to_protect":false,"rest_stays":false}');
INSERT INTO "drafts" VALUES(103,103,0,NULL,'[]',125,'{"preset":null,"iterations":null,"size":null,"strength":null,"colors":null,"stroke":null,"begin":null,"seed":null}',@-2.3@,'[]',0,NULL,NULL,'["@png4@","@png5@"]','{"painted":[],"protected":null,"asked":null,"asked_to_protect":false,"rest_stays":false}');
INSERT INTO "drafts" VALUES(-100200,103,0,'@png6@','[]',9,'{"preset":null,"iterations":null,"size":null,"strength":null,"colors":null,"stroke":null,"begin":null,"seed":null}',@-1.8@,'[]',0,NULL,NULL,NULL,'{"painted":[],"protected":null,"asked":"@mask1@","asked_to_protect":false,"rest_stays":false}');
CREATE TABLE erasures (
    user_id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    language TEXT,
    last_job INTEGER NOT NULL,  -- number of the latest job that is to go; later ones are a new beginning
    asked_at REAL NOT NULL
) STRICT;
CREATE TABLE inbox (
    number INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    payload TEXT,
    received_at REAL NOT NULL,
    handled_at REAL,
    UNIQUE (bot_id, update_id)
) STRICT;
INSERT INTO "inbox" VALUES(93,900,159240093,NULL,@-2.1@,@-1.9@);
INSERT INTO "inbox" VALUES(94,900,159240094,NULL,@-1.8@,@-1.8@);
INSERT INTO "inbox" VALUES(95,900,159240095,NULL,@-0.6@,@-0.5@);
INSERT INTO "inbox" VALUES(96,900,159240096,NULL,@-0.6@,@-0.4@);
CREATE TABLE job_files (
    name TEXT NOT NULL,
    job INTEGER NOT NULL,  -- its number
    PRIMARY KEY (name, job)
) STRICT, WITHOUT ROWID;
INSERT INTO "job_files" VALUES('@png7@',16);
INSERT INTO "job_files" VALUES('@png7@',17);
INSERT INTO "job_files" VALUES('@png7@',18);
INSERT INTO "job_files" VALUES('@png8@',5);
INSERT INTO "job_files" VALUES('@png8@',13);
INSERT INTO "job_files" VALUES('@png9@',6);
INSERT INTO "job_files" VALUES('@png9@',14);
INSERT INTO "job_files" VALUES('@png10@',12);
INSERT INTO "job_files" VALUES('@png11@',6);
INSERT INTO "job_files" VALUES('@jpeg1@',1);
INSERT INTO "job_files" VALUES('@jpeg1@',2);
INSERT INTO "job_files" VALUES('@jpeg1@',4);
INSERT INTO "job_files" VALUES('@jpeg2@',12);
INSERT INTO "job_files" VALUES('@jpeg3@',9);
INSERT INTO "job_files" VALUES('@png12@',18);
INSERT INTO "job_files" VALUES('@png13@',20);
INSERT INTO "job_files" VALUES('@mask2@',9);
INSERT INTO "job_files" VALUES('@mask2@',20);
INSERT INTO "job_files" VALUES('@jpeg4@',13);
INSERT INTO "job_files" VALUES('@png14@',15);
INSERT INTO "job_files" VALUES('@png15@',15);
INSERT INTO "job_files" VALUES('@png16@',9);
INSERT INTO "job_files" VALUES('@png17@',16);
INSERT INTO "job_files" VALUES('@png18@',1);
INSERT INTO "job_files" VALUES('@png18@',2);
INSERT INTO "job_files" VALUES('@png18@',3);
INSERT INTO "job_files" VALUES('@png18@',4);
INSERT INTO "job_files" VALUES('@png19@',5);
INSERT INTO "job_files" VALUES('@jpeg5@',17);
INSERT INTO "job_files" VALUES('@jpeg6@',6);
INSERT INTO "job_files" VALUES('@png20@',16);
INSERT INTO "job_files" VALUES('@png21@',17);
INSERT INTO "job_files" VALUES('@png22@',1);
INSERT INTO "job_files" VALUES('@png22@',2);
INSERT INTO "job_files" VALUES('@png22@',3);
INSERT INTO "job_files" VALUES('@png22@',4);
INSERT INTO "job_files" VALUES('@png22@',5);
INSERT INTO "job_files" VALUES('@png22@',21);
INSERT INTO "job_files" VALUES('@png23@',1);
INSERT INTO "job_files" VALUES('@png23@',2);
INSERT INTO "job_files" VALUES('@png23@',3);
INSERT INTO "job_files" VALUES('@png23@',4);
INSERT INTO "job_files" VALUES('@png23@',12);
INSERT INTO "job_files" VALUES('@png23@',21);
INSERT INTO "job_files" VALUES('@png24@',7);
INSERT INTO "job_files" VALUES('@png24@',8);
INSERT INTO "job_files" VALUES('@state10@',14);
INSERT INTO "job_files" VALUES('@state10@',17);
INSERT INTO "job_files" VALUES('@jpeg7@',3);
INSERT INTO "job_files" VALUES('@jpeg8@',15);
INSERT INTO "job_files" VALUES('@png25@',14);
INSERT INTO "job_files" VALUES('@jpeg9@',5);
INSERT INTO "job_files" VALUES('@state2@',7);
INSERT INTO "job_files" VALUES('@jpeg10@',16);
INSERT INTO "job_files" VALUES('@png26@',15);
INSERT INTO "job_files" VALUES('@gif1@',2);
INSERT INTO "job_files" VALUES('@png27@',11);
INSERT INTO "job_files" VALUES('@png28@',10);
INSERT INTO "job_files" VALUES('@png28@',11);
INSERT INTO "job_files" VALUES('@mask1@',9);
INSERT INTO "job_files" VALUES('@jpeg11@',8);
INSERT INTO "job_files" VALUES('@png29@',9);
INSERT INTO "job_files" VALUES('@png30@',3);
INSERT INTO "job_files" VALUES('@png31@',12);
INSERT INTO "job_files" VALUES('@png31@',13);
INSERT INTO "job_files" VALUES('@png32@',6);
INSERT INTO "job_files" VALUES('@jpeg12@',7);
INSERT INTO "job_files" VALUES('@png33@',19);
INSERT INTO "job_files" VALUES('@png34@',7);
INSERT INTO "job_files" VALUES('@png34@',8);
INSERT INTO "job_files" VALUES('@png35@',19);
INSERT INTO "job_files" VALUES('@png36@',8);
INSERT INTO "job_files" VALUES('@png37@',10);
INSERT INTO "job_files" VALUES('@png38@',14);
INSERT INTO "job_files" VALUES('@png39@',9);
INSERT INTO "job_files" VALUES('@png40@',20);
INSERT INTO "job_files" VALUES('@png41@',6);
INSERT INTO "job_files" VALUES('@jpeg13@',14);
INSERT INTO "job_files" VALUES('@png42@',13);
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,  -- order of arrival
    id TEXT NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'delivered', 'cancelled', 'failed')),
    settings TEXT NOT NULL,
    content TEXT NOT NULL,
    styles TEXT NOT NULL,
    parent_id TEXT REFERENCES jobs (id) ON DELETE SET NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    queue_place INTEGER,  -- as the card shows it
    engine_deaths INTEGER NOT NULL DEFAULT 0,
    stop_request TEXT CHECK (stop_request IN ('cancel', 'keep')),
    checkpoint TEXT,
    checkpoint_iteration INTEGER NOT NULL DEFAULT 0,
    progress TEXT,
    preview TEXT,
    result_png TEXT,
    result_jpeg TEXT,
    figures TEXT,
    error_code TEXT,
    reply_to_message_id INTEGER,
    card_message_id INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    card_revision INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    started_at REAL,
    finished_at REAL,
    told_at REAL
, wish TEXT, initial TEXT, steps INTEGER, film INTEGER NOT NULL DEFAULT 0, result_film TEXT, expired_at REAL, phases TEXT NOT NULL DEFAULT '[]', sketches TEXT NOT NULL DEFAULT '[]', sketch_states TEXT NOT NULL DEFAULT '[]', sketched_at INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 1, finish REAL NOT NULL DEFAULT 0, borrowed INTEGER, series_id TEXT, masks TEXT NOT NULL DEFAULT '[]', protected TEXT) STRICT;
INSERT INTO "jobs" VALUES(1,'e835376a3dd27f52',101,101,0,'delivered','{"iterations":40,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.5,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":3}','@png23@','["@png22@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg1@"}',NULL,'@png18@','@jpeg1@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":3}',NULL,16,24,9,9,@-34.0@,@-34.0@,@-33.4@,@-33.3@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.33333333333333331482e-01,1.0,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(2,'e33c9fe350c8ed9b',101,101,0,'delivered','{"iterations":40,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60.0,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.5,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":3}','@png23@','["@png22@"]','e835376a3dd27f52',1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg1@"}',NULL,'@png18@','@jpeg1@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":3}',NULL,24,26,9,9,@-33.3@,@-33.2@,@-32.7@,@-32.6@,'film',NULL,NULL,1,'@gif1@',NULL,'[]','[]','[]',0,1.33333333333333331482e-01,1.5,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(3,'22c3cb2201f1fadb',101,101,0,'delivered','{"iterations":240,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60.0,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.5,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":3}','@png23@','["@png22@"]','e835376a3dd27f52',1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg7@"}',NULL,'@png30@','@jpeg7@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":3}',NULL,24,28,9,9,@-32.5@,@-32.0@,@-31.5@,@-31.4@,'more','@png18@',200,0,NULL,NULL,'[]','[]','[]',0,6.66666666666666629659e-01,2.0,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(4,'3cbd112b5e95e716',101,101,0,'delivered','{"iterations":240,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60.0,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.5,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":4}','@png23@','["@png22@"]','22c3cb2201f1fadb',1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg1@"}',NULL,'@png18@','@jpeg1@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":4}',NULL,28,30,10,10,@-31.3@,@-31.2@,@-30.7@,@-30.6@,'again',NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,0.8,2.5,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(5,'e55e11d95cbbf192',102,102,0,'delivered','{"iterations":240,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.5,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":4}','@png8@','["@png22@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg9@"}',NULL,'@png19@','@jpeg9@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":4}',NULL,40,44,10,10,@-29.5@,@-29.4@,@-28.6@,@-28.5@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,0.8,3.0,1,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(6,'220b403d6cd3c235',102,102,0,'delivered','{"iterations":40,"size":1024,"content_weight":1.0,"style_weight":3.856273973900113,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png9@','["@png11@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg6@"}',NULL,'@png41@','@jpeg6@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,50,52,12,12,@-27.4@,@-27.4@,@-25.9@,@-25.8@,NULL,NULL,NULL,0,NULL,NULL,'[{"settings":{"iterations":40,"size":1024,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},"styles":["@png32@"],"until":6},{"settings":{"iterations":40,"size":1024,"content_weight":1.0,"style_weight":3.856273973900113,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},"styles":["@png32@"],"until":6}]','[]','[]',0,5.33333333333333325931e-01,3.5,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(7,'dbb8d1d1b23be8ee',103,103,0,'delivered','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"grey","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png34@','["@png24@"]',NULL,1,NULL,0,NULL,NULL,5,'{"iteration":5,"iterations":8,"losses":{"content":{"value":0.625,"weight":1.0},"style":{"value":0.375,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg14@"}',NULL,NULL,'@jpeg12@',NULL,NULL,57,60,6,6,@-25.2@,@-25.1@,@-24.6@,@-24.5@,NULL,NULL,NULL,0,NULL,NULL,'[]','[{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"grey","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":90.0,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"grey","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"grey","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":2.0,"initial_image":"grey","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}]','["@state2@","@state2@","@state2@","@state2@"]',8,0.09375,4.0,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(8,'25a54b2461e6fa9f',103,103,0,'delivered','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":90.0,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"grey","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png34@','["@png24@"]','dbb8d1d1b23be8ee',1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg11@"}',NULL,'@png36@','@jpeg11@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,60,62,9,9,@-24.3@,@-24.1@,@-23.4@,@-23.3@,'take.1',NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,4.5,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(9,'bb57a9d2bd45aefd',103,103,0,'delivered','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png29@','["@png39@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg3@"}',NULL,'@png16@','@jpeg3@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,64,72,10,10,@-22.0@,@-21.9@,@-21.4@,@-21.4@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,5.0,NULL,NULL,'["@mask1@"]','@mask2@');
INSERT INTO "jobs" VALUES(10,'889fbc121ea886e0',104,104,0,'failed','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png37@','["@png28@"]',NULL,1,NULL,0,NULL,NULL,0,'{"iteration":1,"iterations":20,"losses":{"content":{"value":0.05,"weight":1.0},"style":{"value":0.95,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg15@"}',NULL,NULL,NULL,NULL,'not_finite',74,76,6,6,@-20.5@,@-20.3@,@-19.8@,@-19.6@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,5.5,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(11,'e31c8be24a94c6f9',104,104,0,'cancelled','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png27@','["@png28@"]',NULL,1,NULL,0,'cancel',NULL,0,'{"iteration":1,"iterations":20,"losses":{"content":{"value":0.05,"weight":1.0},"style":{"value":0.95,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg16@"}',NULL,NULL,NULL,NULL,NULL,78,80,7,7,@-18.7@,@-18.7@,@-18.2@,@-17.9@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,6.0,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(12,'604345f5e6860ba4',103,103,0,'delivered','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":80,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png23@','["@png31@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg2@"}',NULL,'@png10@','@jpeg2@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,81,87,10,0,@-16.6@,@-16.4@,@-15.4@,@-13.3@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,6.5,NULL,'83ee601b82f412f3','[]',NULL);
INSERT INTO "jobs" VALUES(13,'7d95204841c1d64f',103,103,0,'delivered','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":80,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png8@','["@png31@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg4@"}',NULL,'@png42@','@jpeg4@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,81,88,11,0,@-16.6@,@-15.4@,@-14.3@,@-13.3@,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,7.5,NULL,'83ee601b82f412f3','[]',NULL);
INSERT INTO "jobs" VALUES(14,'6a16a31d2556d12f',104,104,0,'running','{"iterations":30,"size":512,"content_weight":1.0,"style_weight":1.620735467008053,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"noise","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png9@','["@png25@"]',NULL,1,NULL,0,NULL,'@state10@',10,'{"iteration":10,"iterations":30,"losses":{"content":{"value":0.3333333333333333,"weight":1.0},"style":{"value":0.6666666666666666,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg13@"}','@jpeg13@',NULL,NULL,NULL,NULL,93,98,8,8,@-12.0@,@-11.9@,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'[{"settings":{"iterations":30,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"noise","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},"styles":["@png38@"],"until":null},{"settings":{"iterations":30,"size":512,"content_weight":1.0,"style_weight":1.620735467008053,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"noise","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0},"styles":["@png38@"],"until":null}]','[]','[]',0,0.1,7.5,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(15,'52214218e6aa2194',102,102,0,'done','{"iterations":20,"size":384,"content_weight":1.5,"style_weight":10.0,"denoise_weight":0.3,"strength":null,"content_layers":{"relu3_1":1.0},"style_layers":{"relu1_1":1.0,"relu1_2":1.0,"relu2_1":1.0,"relu2_2":1.0,"relu3_1":1.0,"relu3_2":1.0,"relu3_3":1.0,"relu4_1":1.0,"relu4_2":1.0,"relu4_3":1.0,"relu5_1":1.0,"relu5_2":1.0,"relu5_3":1.0},"style_statistics":"gram","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"max","optimizer":"gradient-descent","step_size":1.0,"weighting":"adaptive","loss_scale":"none","coarse_to_fine":false,"patience":0.0,"seed":0}','@png15@','["@png26@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg8@"}',NULL,'@png14@','@jpeg8@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,103,105,9,5,@-9.2@,@-9.1@,@-8.1@,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,0.05,8.0,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(16,'62f8ab46bb8f612a',103,103,0,'done','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png17@','["@png7@"]',NULL,1,NULL,0,NULL,NULL,20,'{"iteration":20,"iterations":20,"losses":{"content":{"value":1.0,"weight":1.0},"style":{"value":0.0,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg10@"}',NULL,'@png20@','@jpeg10@','{"content_residual":0.5,"style_residual":0.05,"seconds":1.0,"iterations":20,"style_to_content":0.2,"peak_memory_bytes":1,"features":"self-taught","precision":"float32","height":80,"width":96,"scales":[{"height":80,"width":96,"iterations":20}],"seed":0}',NULL,106,NULL,10,0,@-7.0@,@-6.9@,@-6.3@,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,8.33333333333333214909e+00,NULL,'f28d8d963b3a4840','[]',NULL);
INSERT INTO "jobs" VALUES(17,'849bd92aaac1403b',103,103,0,'running','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png21@','["@png7@"]',NULL,1,NULL,0,NULL,'@state10@',10,'{"iteration":10,"iterations":20,"losses":{"content":{"value":0.5,"weight":1.0},"style":{"value":0.5,"weight":20.0},"denoise":{"value":0.01,"weight":0.1}},"seconds_left":0.0,"preview":"@jpeg5@"}','@jpeg5@',NULL,NULL,NULL,NULL,106,NULL,8,0,@-7.0@,@-6.3@,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,9.33333333333333214909e+00,NULL,'f28d8d963b3a4840','[]',NULL);
INSERT INTO "jobs" VALUES(18,'37a56fdf988618b4',103,103,0,'queued','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png12@','["@png7@"]',NULL,0,3,0,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,106,NULL,5,0,@-7.0@,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,1.0333333333333332149e+01,NULL,'f28d8d963b3a4840','[]',NULL);
INSERT INTO "jobs" VALUES(19,'bae76b9bd6d89aff',102,102,0,'queued','{"iterations":60,"size":512,"content_weight":1.5,"style_weight":10.0,"denoise_weight":0.3,"strength":null,"content_layers":{"relu3_1":1.0},"style_layers":{"relu1_1":1.0,"relu1_2":1.0,"relu2_1":1.0,"relu2_2":1.0,"relu3_1":1.0,"relu3_2":1.0,"relu3_3":1.0,"relu4_1":1.0,"relu4_2":1.0,"relu4_3":1.0,"relu5_1":1.0,"relu5_2":1.0,"relu5_3":1.0},"style_statistics":"gram","style_blend":[],"style_scale":1.0,"initial_image":"style-statistics","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"max","optimizer":"gradient-descent","step_size":1.0,"weighting":"adaptive","loss_scale":"none","coarse_to_fine":false,"patience":0.0,"seed":0}','@png33@','["@png35@"]',NULL,0,1,0,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,113,NULL,1,0,@-4.7@,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,0.2,9.0,NULL,NULL,'[]',NULL);
INSERT INTO "jobs" VALUES(20,'4b8f7feabf3a2162',103,103,0,'queued','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.0,"initial_image":"recoloured","colours":"style","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png40@','["@png13@"]',NULL,0,4,0,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,115,123,2,2,@-4.5@,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,1.13333333333333321493e+01,NULL,NULL,'["@mask2@"]',NULL);
INSERT INTO "jobs" VALUES(21,'d28e56a9077b57b6',101,101,0,'queued','{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":60,"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"covariance","style_blend":[],"style_scale":1.5,"initial_image":"recoloured","colours":"keep","colour_match":"transport","features":"auto","network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative","loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}','@png22@','["@png23@"]',NULL,0,2,0,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,121,127,1,1,@-3.5@,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'[]','[]','[]',0,1.0,9.0,NULL,NULL,'[]',NULL);
CREATE TABLE languages (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    client TEXT,
    chosen TEXT,
    PRIMARY KEY (chat_id, user_id)
) STRICT;
INSERT INTO "languages" VALUES(-100200,101,'en',NULL);
INSERT INTO "languages" VALUES(102,102,'en',NULL);
INSERT INTO "languages" VALUES(-100200,103,'en',NULL);
INSERT INTO "languages" VALUES(101,101,'en',NULL);
INSERT INTO "languages" VALUES(103,103,'en',NULL);
INSERT INTO "languages" VALUES(104,104,'de',NULL);
CREATE TABLE moved_chats (
    old_chat_id INTEGER PRIMARY KEY,
    new_chat_id INTEGER NOT NULL
) STRICT;
CREATE TABLE operation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'paused', 'draining')),
    running_since REAL
, fair_time REAL NOT NULL DEFAULT 0) STRICT;
INSERT INTO "operation" VALUES(1,'open',@-36.9@,7.99999999999999911182e+00);
CREATE TABLE people (
    user_id INTEGER PRIMARY KEY,
    banned_at REAL,
    daily_quota REAL
) STRICT;
CREATE TABLE preferences (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (chat_id, user_id)
) STRICT;
INSERT INTO "preferences" VALUES(102,102,'{"preset":"classic","iterations":null,"size":384,"strength":null,"colors":null,"stroke":null,"begin":"grey","seed":null}');
INSERT INTO "preferences" VALUES(-100200,103,'{"preset":"fine","iterations":120,"size":null,"strength":null,"colors":null,"stroke":null,"begin":"style-statistics","seed":null}');
INSERT INTO "preferences" VALUES(101,101,'{"preset":null,"iterations":null,"size":null,"strength":60,"colors":"keep","stroke":150,"begin":"recoloured","seed":null}');
CREATE TABLE sent_messages (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    sent_at REAL NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) STRICT;
INSERT INTO "sent_messages" VALUES(-100200,5,103,@-35.2@);
INSERT INTO "sent_messages" VALUES(-100200,6,103,@-35.0@);
INSERT INTO "sent_messages" VALUES(-100200,7,103,@-34.8@);
INSERT INTO "sent_messages" VALUES(104,96,104,@-12.8@);
INSERT INTO "sent_messages" VALUES(103,97,103,@-12.6@);
INSERT INTO "sent_messages" VALUES(104,98,104,@-11.8@);
INSERT INTO "sent_messages" VALUES(104,99,104,@-10.8@);
INSERT INTO "sent_messages" VALUES(104,101,104,@-10.6@);
INSERT INTO "sent_messages" VALUES(104,102,104,@-10.0@);
INSERT INTO "sent_messages" VALUES(102,105,102,@-9.0@);
INSERT INTO "sent_messages" VALUES(103,109,103,@-7.2@);
INSERT INTO "sent_messages" VALUES(103,111,103,@-7.0@);
INSERT INTO "sent_messages" VALUES(103,112,103,@-6.8@);
INSERT INTO "sent_messages" VALUES(103,117,103,@-5.5@);
INSERT INTO "sent_messages" VALUES(103,118,103,@-5.3@);
INSERT INTO "sent_messages" VALUES(103,120,103,@-4.5@);
INSERT INTO "sent_messages" VALUES(103,123,103,@-4.2@);
INSERT INTO "sent_messages" VALUES(101,127,101,@-3.0@);
INSERT INTO "sent_messages" VALUES(101,128,101,@-2.9@);
INSERT INTO "sent_messages" VALUES(103,129,103,@-2.2@);
INSERT INTO "sent_messages" VALUES(-100200,11,102,@-2.1@);
INSERT INTO "sent_messages" VALUES(-100200,12,103,@-1.9@);
INSERT INTO "sent_messages" VALUES(-100200,13,103,@-1.9@);
CREATE TABLE series (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    reply_to_message_id INTEGER,
    card_message_id INTEGER,
    created_at REAL NOT NULL,
    told_at REAL
) STRICT;
INSERT INTO "series" VALUES(1,'83ee601b82f412f3',103,103,0,81,86,@-16.6@,@-13.3@);
INSERT INTO "series" VALUES(2,'f28d8d963b3a4840',103,103,0,106,112,@-7.0@,NULL);
CREATE TABLE shared_styles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- jobs, drafts and buttons refer to it: it never means another one later
    name TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL,
    pictures TEXT NOT NULL,
    shared_at REAL NOT NULL
) STRICT;
INSERT INTO "shared_styles" VALUES(1,'harbor-north-bridge-250',101,'["@png22@"]',@-30.5@);
CREATE TABLE spendings (
    job_id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL,
    cost REAL NOT NULL,
    spent_at REAL NOT NULL
) STRICT;
INSERT INTO "spendings" VALUES('e835376a3dd27f52',101,1.33333333333333331482e-01,@-34.0@);
INSERT INTO "spendings" VALUES('e33c9fe350c8ed9b',101,1.33333333333333331482e-01,@-33.3@);
INSERT INTO "spendings" VALUES('22c3cb2201f1fadb',101,6.66666666666666629659e-01,@-32.5@);
INSERT INTO "spendings" VALUES('3cbd112b5e95e716',101,0.8,@-31.3@);
INSERT INTO "spendings" VALUES('e55e11d95cbbf192',102,0.8,@-29.5@);
INSERT INTO "spendings" VALUES('220b403d6cd3c235',102,5.33333333333333325931e-01,@-27.4@);
INSERT INTO "spendings" VALUES('dbb8d1d1b23be8ee',103,0.09375,@-25.2@);
INSERT INTO "spendings" VALUES('25a54b2461e6fa9f',103,1.0,@-24.3@);
INSERT INTO "spendings" VALUES('bb57a9d2bd45aefd',103,1.0,@-22.0@);
INSERT INTO "spendings" VALUES('889fbc121ea886e0',104,1.0,@-20.5@);
INSERT INTO "spendings" VALUES('e31c8be24a94c6f9',104,1.0,@-18.7@);
INSERT INTO "spendings" VALUES('604345f5e6860ba4',103,1.0,@-16.6@);
INSERT INTO "spendings" VALUES('7d95204841c1d64f',103,1.0,@-16.6@);
INSERT INTO "spendings" VALUES('6a16a31d2556d12f',104,0.1,@-12.0@);
INSERT INTO "spendings" VALUES('52214218e6aa2194',102,0.05,@-9.2@);
INSERT INTO "spendings" VALUES('62f8ab46bb8f612a',103,1.0,@-7.0@);
INSERT INTO "spendings" VALUES('849bd92aaac1403b',103,1.0,@-7.0@);
INSERT INTO "spendings" VALUES('37a56fdf988618b4',103,1.0,@-7.0@);
INSERT INTO "spendings" VALUES('bae76b9bd6d89aff',102,0.2,@-4.7@);
INSERT INTO "spendings" VALUES('4b8f7feabf3a2162',103,1.0,@-4.5@);
INSERT INTO "spendings" VALUES('d28e56a9077b57b6',101,1.0,@-3.5@);
CREATE TABLE styles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- buttons refer to it, so it never names another style later
    owner INTEGER NOT NULL,
    name TEXT NOT NULL,
    picture TEXT NOT NULL,
    tile TEXT NOT NULL,  -- a small picture for the gallery
    origin TEXT NOT NULL,  -- what the picture was made from: another origin, another picture
    rank INTEGER NOT NULL DEFAULT 0,  -- the house's order
    UNIQUE (owner, name)
) STRICT;
INSERT INTO "styles" VALUES(1,101,'amber','@png43@','@jpeg17@','chat',0);
CREATE INDEX inbox_unhandled ON inbox (bot_id, number) WHERE handled_at IS NULL;
CREATE INDEX jobs_by_state ON jobs (state, number);
CREATE INDEX jobs_by_chat ON jobs (chat_id, user_id, number);
CREATE INDEX jobs_by_parent ON jobs (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX jobs_untold ON jobs (number) WHERE told_at IS NULL;
CREATE UNIQUE INDEX jobs_by_wish ON jobs (parent_id, wish)
WHERE parent_id IS NOT NULL AND state NOT IN ('cancelled', 'failed');
CREATE INDEX jobs_with_pictures ON jobs (finished_at) WHERE expired_at IS NULL AND finished_at IS NOT NULL;
CREATE INDEX spendings_by_user ON spendings (user_id, spent_at);
CREATE INDEX sent_messages_by_user ON sent_messages (user_id);
CREATE INDEX sent_messages_by_age ON sent_messages (sent_at);
CREATE INDEX moved_chats_by_new ON moved_chats (new_chat_id);
CREATE INDEX jobs_by_user ON jobs (user_id, finished_at);
CREATE VIEW queue AS
SELECT
    id,
    row_number() OVER (ORDER BY attempt > 0 DESC, iif(attempt > 0, number, finish), number) AS place
FROM jobs
WHERE state = 'queued';
CREATE INDEX shared_styles_by_owner ON shared_styles (owner, pictures);
CREATE INDEX series_untold ON series (number) WHERE told_at IS NULL;
CREATE INDEX jobs_by_series ON jobs (series_id, number) WHERE series_id IS NOT NULL;
CREATE INDEX jobs_placed ON jobs (queue_place) WHERE queue_place IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (user_id, chat_id, number) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_kept ON jobs (user_id, chat_id, number) WHERE expired_at IS NULL;
CREATE INDEX jobs_expired ON jobs (finished_at) WHERE expired_at IS NOT NULL;
CREATE INDEX jobs_painted ON jobs (attempt, number)
WHERE state IN ('done', 'delivered') AND stop_request IS NULL AND NOT film;
CREATE INDEX jobs_by_card ON jobs (chat_id, card_message_id) WHERE card_message_id IS NOT NULL;
CREATE INDEX series_by_user ON series (user_id);
CREATE INDEX series_by_chat ON series (chat_id);
CREATE INDEX series_by_creation ON series (created_at);
CREATE INDEX jobs_by_creation ON jobs (created_at);
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX spendings_by_age ON spendings (spent_at);
CREATE TRIGGER job_files_added AFTER INSERT ON jobs WHEN NEW.expired_at IS NULL
BEGIN
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT NEW.protected UNION SELECT value FROM json_each(NEW.masks)
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL;
END;
CREATE TRIGGER job_files_changed
AFTER UPDATE OF content, styles, masks, protected, phases, sketch_states, checkpoint, preview, initial, result_png,
    result_jpeg, result_film, expired_at ON jobs
WHEN (OLD.content, OLD.styles, OLD.masks, OLD.protected, OLD.phases, OLD.sketch_states, OLD.checkpoint, OLD.preview,
      OLD.initial, OLD.result_png, OLD.result_jpeg, OLD.result_film, OLD.expired_at)
    IS NOT (NEW.content, NEW.styles, NEW.masks, NEW.protected, NEW.phases, NEW.sketch_states, NEW.checkpoint, NEW.preview,
            NEW.initial, NEW.result_png, NEW.result_jpeg, NEW.result_film, NEW.expired_at)
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT OLD.protected UNION SELECT value FROM json_each(OLD.masks)
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT NEW.protected UNION SELECT value FROM json_each(NEW.masks)
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL AND NEW.expired_at IS NULL;
END;
CREATE TRIGGER job_files_gone AFTER DELETE ON jobs WHEN OLD.expired_at IS NULL
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT OLD.protected UNION SELECT value FROM json_each(OLD.masks)
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('shared_styles',1);
INSERT INTO "sqlite_sequence" VALUES('styles',1);
COMMIT;
