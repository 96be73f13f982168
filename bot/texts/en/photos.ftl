# Photos

content-kept = I have the photo. Now send the picture whose style it shall have.
style-kept = I have the style picture. Now send the photo to paint.
both-kept = Both photos are kept.
album-of-many = An album of { $count }: I take the first as the photo to paint and the second as its style.
start-anyway = Send better settings, such as iterations=300 size=512, or start with those you keep.
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
