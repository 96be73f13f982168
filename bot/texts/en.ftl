# The sentences of the bot. Values in { $braces } are filled in. Each language has the same keys with the same values,
# commands and examples; tests compare them.

start =
    Send me two photos: first the one to paint, then the one whose style it shall have. Both in one message will do.
    I start at once and show the painting as it grows.
    /iterations and /size change how long I paint and how large; /help lists the rest.

help =
    Send two photos, one after the other or as an album of two: the first is painted in the style of the second.
    A caption may carry settings for that picture alone: iterations=300 size=768

    /iterations – how many steps I paint ({ $iterations })
    /size – longer edge of the picture in pixels ({ $size })
    /settings – what is set now
    /status – your pictures in work
    /cancel – stop them, and forget a photo that waits for its partner
    /language – the language I speak with you

# Photos

content-kept = I have the photo. Now send the picture whose style it shall have.
style-kept = I have the style picture. Now send the photo to paint.
both-kept = Both photos are kept.
album-of-many = An album of { $count }: I take the first as the photo to paint and the second as its style.
start-anyway = Send better settings, such as iterations=300 size=512, or start with those you keep.
start-again = When one of them is done, start from here.
nothing-to-start = There are no two photos waiting. Send me two.

problem-picture_unreadable = I could not read this as a picture: it is damaged, or not a picture at all. Send a JPEG, PNG or WebP.
problem-picture_truncated = This picture's file ends too early. Please send it again.
problem-picture_format = I do not read this kind of picture. Send a JPEG, PNG, WebP, HEIC, TIFF or BMP.
problem-picture_animated = This picture moves. Send a still one; a screenshot of it will do.
problem-picture_too_small = This picture is too small: its shorter edge needs at least 64 pixels.
problem-picture_too_large = This picture has more than 50 megapixels. Send a smaller version, or send it as a photo rather than as a file.
problem-picture_too_heavy = This file is larger than 20 MB. Send it as a photo rather than as a file.
problem-picture_too_long = This picture is too long and narrow: the longer edge may be at most 20 times the shorter. Crop it, please.
problem-download_failed = I could not fetch this picture from Telegram. Please send it again.
problem-sticker = A sticker is no photo. Send a picture, please.
problem-animation = A GIF moves. Send a still picture; a screenshot of it will do.
problem-video = A video moves. Send a still picture; a screenshot of it will do.
problem-sound = I paint pictures, not sounds. Send two photos.
problem-text = Send me two photos: the one to paint, then the style. /help says more.
problem-other = I can only use pictures. Send two photos: the one to paint, then the style.
problem-command = I do not know this command. /help lists those I know.

# Settings

setting-iterations = iterations is { $value }. It may be { $low } to { $high }: more is finer and takes longer. Example: /iterations { $example }
setting-size = size is { $value } pixels on the longer edge. It may be { $low } to { $high }: larger takes longer. Example: /size { $example }
setting-saved-iterations = From now on I paint { $value } iterations here.
setting-saved-size = From now on I paint { $value } pixels on the longer edge here.
bad-iterations = iterations must be a whole number from { $low } to { $high }, not “{ $value }”. Example: { $example }
bad-size = size must be a whole number from { $low } to { $high }, not “{ $value }”. Example: { $example }
bad-setting = There is no setting “{ $name }”. A caption may say: iterations=300 size=768
settings =
    Your settings here: { $recipe }
    /iterations { $low_iterations } to { $high_iterations }, /size { $low_size } to { $high_size }.
    A caption such as “iterations=300 size=768” changes them for one picture.
settings-noted = Noted for the next picture: { $recipe }

language-name = English
choose-language = Which language shall I speak with you here? Tap it, or write it, as in /language { $example }
language-saved = From now on I speak English with you here.
bad-language = I do not know the language “{ $value }”. I speak { $languages }. Example: /language { $example }

# Jobs

too-many-jobs = { $count ->
    [one] You have one picture in work, which is the most at a time. Both photos are kept.
   *[other] You have { $count } pictures in work, which is the most at a time. Both photos are kept.
}
queue-full = So many pictures wait that I take no more for the moment. Both photos are kept.
status-none = Nothing is in work. Send two photos to begin.
status-queued = Waiting, place { $place } in the queue ({ $recipe })
status-paused = Waiting to go on from { $iteration } of { $iterations } ({ $recipe })
status-running = Painting, { $iteration } of { $iterations } ({ $recipe })
status-draft-content = One photo to paint waits for its style picture.
status-draft-style = One style picture waits for the photo to paint.
status-draft-both = Two photos wait for your start.
cancelled-jobs = { $count ->
    [one] Cancelled one picture.
   *[other] Cancelled { $count } pictures.
}
cancelled-draft = The photo that waited is forgotten.
cancelled-nothing = There is nothing to cancel.

# The card of a job

card-queued = In the queue, place { $place }.
card-queued-eta = In the queue, place { $place } · ≈{ $wait } until it starts
card-paused = Interrupted at { $iteration } of { $iterations }; it goes on from there in a moment.
card-starting = Starting…
card-learning = Studying your two pictures…
card-resumed = Going on from { $iteration } of { $iterations }…
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    content { NUMBER($content, maximumSignificantDigits: 3) } · style { NUMBER($style, maximumSignificantDigits: 3) }
card-stopping = Stopping…
card-finishing = Finishing with what is there…
card-done =
    { $recipe }
    { $iterations ->
        [one] { $iterations } iteration
       *[other] { $iterations } iterations
    }, { $width }×{ $height } px, { $time }
card-cancelled = Cancelled.

told-done = Here is your painting.
told-failed = I could not paint this one.

failure-internal = Something went wrong on my side. Please try again.
failure-engine_lost = The engine stopped three times while painting it. Try a smaller size, such as /size 384.
failure-not_finite = The numbers ran out of bounds. Try another style picture, or fewer iterations.
failure-weights_unavailable = The engine's weights are not in place; the operator has to see to it.
failure-invalid_settings = These settings do not go together. /settings shows them.
failure-out_of_memory = The machine has too little memory for this size. Try a smaller one, such as /size 384.
failure-picture = One of the two pictures could not be used. Please send them again.

# Buttons and the answers to taps

button-keep = ⏹ Stop & keep
button-cancel = ✖ Cancel
button-original = Original PNG
button-start = ▶ Start
tap-stopping = Stopping…
tap-keeping = Finishing with what is there…
tap-cancelled = Cancelled.
tap-over = This picture is finished already.
tap-sending = The file is on its way.
tap-no-result = There is no result to send.
tap-expired = The file is no longer kept.
tap-not-yours = Only the person who sent the photos can do that.
tap-unknown = This button is from another version and no longer works.
tap-started = Started.
tap-error = That did not work. Please try again.

# Everything else

not-allowed = This bot is private: its operator has not allowed you or this chat.
sorry = Something went wrong on my side; it has been noted. Please try again.
command-start = How it works
command-help = All commands
command-iterations = How many steps to paint
command-size = How large to paint
command-settings = What is set now
command-status = Your pictures in work
command-cancel = Stop and forget
command-language = The language I speak
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min
