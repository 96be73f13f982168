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
    /settings – strength, colours, strokes and the rest, on buttons
    /status – your pictures in work
    /cancel – stop them, and forget a photo that waits for its partner
    /language – the language I speak with you
    /history – your last paintings, to have one again
    /privacy – what I keep of you, and how long
    /forget – delete all of it
