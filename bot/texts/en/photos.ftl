# Photos

content-kept = I have the photo. Now send a picture in the style you want.
style-kept = I have the style picture. Now send the photo to paint.
reply-in-group = Here in the group, reply to this message with it, so that I see it.
both-kept = Both photos are kept.
start-anyway = Send other settings, such as iterations=300 size=512, or tap Start to paint with yours.
one-moment = One moment, please: many pictures are coming in just now.
choices-kept = { $count ->
    [one] I have the photo to paint: the first of the album. Which style?
   *[other] Shall I paint the whole album, as a series in one style? Or only its first picture, in the style of one of the other { $count }, or of all of them?
}
same-picture = Both pictures are the same. I paint it all the same.
draft-started = I have what I need: see below how far I am.
content-how = Reply with /content to the photo that I shall paint, or send it with /content as its caption.
no-picture-there = I see no picture in that message. Reply to a photo, a file or a sticker that does not move.
frame-offer = It moves, but I can use a still of it.
picture-transparent = Parts of this picture are transparent. I paint them as white.
button-pick = Style { $number }
button-blend = Blend them all
button-asstyle = ⇄ This is the style
button-ascontent = ⇄ This is the photo
button-swap = ⇄ Swap
button-drop = ✖ Forget it
button-laststyle = ↺ In the last style
button-lastphoto = ⇄ For my last photo
button-frame = Use this frame
tap-draft-over = This picture is no longer waiting.
tap-forgotten = Forgotten.
tap-swapped = Photo and style have changed places.
tap-frame-gone = I cannot get at that still any more. Send a picture instead.
tap-frame-used = I took the still.
not-in-albums = For { $name }, send the picture by itself, not in an album.
edit-too-late = This picture is in work already, so its caption changes nothing any more. For another one, /cancel it and send it again.

problem-picture_unreadable = I could not read this as a picture: it is damaged, or not a picture at all. Send a JPEG, PNG or WebP.
problem-picture_truncated = This picture’s file is incomplete. Please send it again.
problem-picture_format = I do not read this kind of picture. I read JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP, and GIF that does not move.
problem-picture_animated = This picture moves. Send a still one; a screenshot of it will do.
problem-picture_too_small = This picture is too small: its shorter edge needs at least 64 pixels.
problem-picture_too_large = This picture has more than 50 megapixels. Send a smaller version, or send it as a photo rather than as a file.
problem-picture_too_heavy = This file is larger than 20 MB. Send it as a photo rather than as a file.
problem-picture_too_long = This picture is too long and narrow: the longer edge may be at most 20 times the shorter. Crop it, please.
problem-download_failed = I could not fetch this picture from Telegram. Please send it again.
problem-disk_full = My disk is full, so I cannot take a picture right now. Please send it again later, once my operator has made room.
problem-sticker = This sticker moves. Send one that stands still, or a picture.
problem-animation = A GIF moves. Send a still picture; a screenshot of it will do.
problem-video = A video moves. Send a still picture; a screenshot of it will do.
problem-sound = I paint pictures, not sounds. Send two photos.
problem-text = Send me two photos: the one to paint, then the style. /help says more.
problem-other = I can only use pictures. Send two photos: the one to paint, then the style.
problem-command = I do not know this command. /help lists those I know.
