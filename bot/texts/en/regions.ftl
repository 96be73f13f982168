# Regions of a photo

command-region = give a part of your photo a style of its own
command-protect = keep a part of your photo as it is
region-how = First send me the photo. Then draw over it in Telegram’s editor, a loop or a scribble, and send that with /region as its caption. Or send /region alone and choose a part by button.
protect-how = First send me the photo. Then draw over what shall stay as it is in Telegram’s editor, and send that with /protect as its caption. Or send /protect alone and choose a part by button.
region-which = Which part shall have a style of its own? Draw over the photo in Telegram’s editor, a loop around it or a scribble on it, and send that with /region as its caption. Or choose a part:
protect-which = Which part shall stay as it is? Draw over the photo in Telegram’s editor, a loop around it or a scribble on it, and send that with /protect as its caption. Or choose a part:
region-right = Is this the region? If it is, send its style at once, or tap Right.
protect-right = Shall this part stay as it is?
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
region-one-shared = In one picture I can use the shared style of one person only. Choose another one for this region.
drawn-elsewhere = I do not recognise your photo below the drawing. Draw over the very photo that you sent, and neither crop nor turn it.
nothing-drawn = I see nothing drawn on it. Draw a loop around the part, or scribble on it, in a colour that stands out.
region-too-small = That would leave nothing of the region.
region-everything = That would be the whole photo.
region-no-sky = I see no sky in this photo. Draw it, please.
tap-region-over = This region is settled, or is no longer asked about.
button-right = ✓ Right
button-wrong = ✖ Not this
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
part-centre = Centre
part-border = Border
part-sky = Sky
part-ground = Ground
card-regions = { $count ->
    [one] One region has a style of its own.
   *[other] { $count } regions have styles of their own.
}
card-protected = A part of the photo stayed as it is.
share-regions = This picture has regions with styles of their own. Share a style from a picture that has it everywhere.
