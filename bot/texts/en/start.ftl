# The sentences of the bot. Values in { $braces } are filled in. Each language has the same keys with the same values,
# commands and examples; tests compare them.

start =
    I paint your photo in the style of any picture.

    Send me two photos: first the one to paint, then a picture in the style you want. Both can come in one message.
    I start at once and show the painting as it grows. When it is done, buttons below it make it stronger, softer or larger.

    No picture at hand? Try an example, or choose one of my styles. /help lists all that I can do, /privacy says what I keep.

button-example = ✨ Try an example
button-gallery = 🎨 Choose a style
tap-not-your-start = These buttons are for the person who asked. Say /start for your own.

help =
    Send two photos, one after the other or as an album of two: the first is painted in the style of the second.
    A caption may carry settings for that picture alone: iterations=300 size=768
    Recipe, behind More… under a painting, copies such a line: whoever sends it with their photos gets the same treatment.

    /styles – styles to choose from; style=waves in a caption takes one by its name
    /series – an album of two to ten photos, all painted in one style
    /variants – four small versions to choose from
    /region – a part of your photo gets a style of its own; /protect – it stays as it is

    /again – the last one once more, a little different
    /history – your last paintings, to have one again
    /status – your pictures in work
    /cancel – stop them, and forget a photo that waits for its partner

    /settings – strength, colors, strokes and the rest, on buttons
    /iterations – how many steps I paint ({ $iterations })
    /size – longer edge of the picture in pixels ({ $size })
    /strength, /colors, /style_scale, /init, /faces, /preset – the other settings by their names

    /style, /content – in reply to a picture, or as its caption: use it as the style, or as the photo to paint
    /savestyle – keep a style under a name of your own
    /share – give the style of a painting a name for everybody; /shared lists yours, /unshare takes one back

    /language – the language I speak with you
    /privacy – what I store about you, and how long
    /forget – delete all of it
