# Styles at hand

gallery-choose = Choose a style, then send the photo to paint.
gallery-choose-now = Choose the style for your photo, or send a picture of your own.
gallery-names = A name will do, too: { $example } in a caption or a message.
gallery-learned = ⚡ I have learned { $numbers }: what I paint in it begins with an instant picture, and preset=instant takes it.
gallery-learning = While I have nothing to paint, I learn { $numbers }.
gallery-delete = These are your own styles. Tap one to delete it.
gallery-empty = There are no styles here yet. Look again in a minute, or send a picture of your own.
style-chosen = { $name } it is. Now send the photo to paint.
style-started = { $name } it is: see below how far I am.
tap-style-gone = This style is no longer there.
tap-style-deleted = Deleted.
bad-style = I know no style “{ $value }”: look at how it is written, and whether it is still shared. /styles shows those that there are; a picture as the style will do, too.
known-styles = Styles: { $styles }
savestyle-how = Reply to a picture with { $example }, or send one with that as its caption. Without a picture I take your last style.
bad-style-name = “{ $value }” cannot be a name: use letters, digits and hyphens, at most { $high }. Example: { $example }
nothing-to-save = There is no picture to keep. Reply to one with { $example }
style-saved = Kept as “{ $name }”. You find it in /styles, and style={ $name } in a caption takes it.
too-many-styles = { $count ->
    [one] You keep { $count } style, which is the most. /styles lets you delete it.
   *[other] You keep { $count } styles, which is the most. /styles lets you delete some.
}
button-styles = 🎨 Styles
button-ownstyles = 🗑 Delete my styles
button-all-styles = ‹ All styles

command-styles = Styles to choose from
command-style = Reply to a picture: this is the style
command-content = Reply to a picture: this is the photo to paint
command-savestyle = Keep a style of your own

button-style-night = Night
button-style-sunset = Sunset
button-style-mosaic = Mosaic
button-style-stained-glass = Stained glass
button-style-waves = Waves
button-style-autumn = Autumn
button-style-watercolour = Watercolor
button-style-ink-wash = Ink wash
button-style-marbling = Marbling
button-style-engraving = Engraving
button-style-pencil = Pencil
button-style-pop-art = Pop art
style-coming = I am still preparing the style “{ $value }”. Say it again in a moment, or send a picture as the style.
