# Regions of a photo

command-region = Give a part of your photo a style of its own
command-protect = Keep a part of your photo as it is
region-how = First send me the photo. Then draw over it in Telegram’s editor, a loop or a scribble, and send that with /region as its caption. Or send /region alone and choose a part by button.
protect-how = First send me the photo. Then draw over what shall stay as it is in Telegram’s editor, and send that with /protect as its caption. Or send /protect alone and choose a part by button.
region-which = Which part shall have a style of its own? Draw over the photo in Telegram’s editor, a loop around it or a scribble on it, and send that with /region as its caption. Or choose a part:
protect-which = Which part shall stay as it is? Draw over the photo in Telegram’s editor, a loop around it or a scribble on it, and send that with /protect as its caption. Or choose a part:
region-right = Is the tinted part right? If it is, send its style at once, or tap Yes.
protect-right = The tinted part stays as in the photo; I paint only the rest. Is that right?
region-which-style = Now the style for region { $number }: send a picture, or choose one.
region-which-rest = { $count ->
    [one] The region has its style.
   *[other] All { $count } regions have their styles.
} Now send the style for the rest, or leave the rest as it is. /region adds another region.
protect-kept = That part will stay as it is. Now send the style for the rest.
region-too-many = { $count ->
    [one] One region is the most for one photo.
   *[other] { $count } regions are the most for one photo.
}
drawn-elsewhere = I do not recognize your photo below the drawing. Draw over the very photo that you sent, and neither crop nor turn it.
nothing-drawn = I see nothing drawn on it. Draw a loop around the part, or scribble on it, in a color that stands out.
region-too-small = That would leave nothing of the region.
region-everything = That would be the whole photo.
region-no-sky = I see no sky in this photo. Draw it, please.
region-no-person = I see no face in this photo. Draw the people, please.
tap-region-over = This region is settled, or is no longer asked about.
people-right = First the person, tinted here: send their style, or tap Yes and choose one.
people-which-style = Now the style for the person: send a picture, or choose one.
people-which-rest = The person has a style. Now send the style for the background, or leave the rest as it is. /region adds another region.
button-only-person = Only the person
button-only-background = Only the background
button-two-styles = Two styles
button-right = ✓ Yes, this part
button-wrong = ✖ Not this part
button-grow = Grow
button-shrink = Shrink
button-invert = Invert
button-reststays = Leave the rest as it is
part-left = Left half
part-right = Right half
part-top = Upper half
part-bottom = Lower half
part-leftthird = Left third
part-middlethird = Middle third
part-rightthird = Right third
part-centre = Center
part-border = Border
part-sky = Sky
part-ground = Ground
part-person = People
part-background = Background
card-regions = { $count ->
    [one] One region has a style of its own.
   *[other] { $count } regions have styles of their own.
}
card-protected = A part of the photo stayed as it is.
share-regions = This picture has regions with styles of their own. Share a style from a picture that has it everywhere.
