# Styles that people share

share-done =
    Shared. Whoever sends this line with a photo of theirs gets the same treatment, style included:
    <code>{ $recipe }</code>
    Nobody learns from it that the style is yours. /unshare { $name } takes it back at once, /shared lists what you share.
share-named =
    Everybody can ask for this style already. Whoever sends this line with a photo gets the same treatment:
    <code>{ $recipe }</code>
share-how = There is no style to share yet. Reply with /share to a painting of yours, or choose a style first. A name of your own may follow: { $example }
share-not-yours = You can share the style of your own paintings, and pictures that you have sent. Reply with /share to one of those.
share-expired = I no longer keep the picture of this style. Send it again, then say /share
share-taken = The name “{ $name }” is taken. Choose another, such as { $example }, or say /share alone, and I make one up.
unshare-done = Taken back: { $names }. From now on nobody can ask for it; pictures that are in work are still painted.
unshare-unknown = You share no style “{ $name }”. /shared lists those that you do.
shared-list = You share these styles. Whoever knows a name can use that style; a button takes it back.
shared-none = You share no styles. Reply with /share to a painting of yours, and its style gets a name for everybody.
style-withdrawn = The style that was chosen is no longer shared. Send a picture as the style, or choose one of /styles
savestyle-borrowed = This style is somebody else’s, who shares it. Its name works for as long as they do, so there is nothing to keep.
tap-unshared = Taken back.
tap-withdrawn = This style is no longer shared by its owner. Choose another: /styles
tap-too-many-shares = { $count ->
    [one] You share { $count } style, which is the most. /shared lets you take it back.
   *[other] You share { $count } styles, which is the most. /shared lets you take some back.
}
button-share = ✓ Yes, share it
button-unshare = ✖ Take back { $number }
admin-usage-takedown = Say which shared style, by its name. Example: /takedown sea-at-night
admin-no-share = No style is shared under the name “{ $name }”.
admin-taken-down = Nobody can ask for “{ $name }” any more. User { $user } had shared it.
command-share = Give a style a name for everybody
command-shared = The styles that you share
command-unshare = Share a style no longer
command-takedown = Remove somebody’s shared style
tap-share-question = Shall everybody be able to use this style? It gets a public name, and whoever knows the name can use it. You can take it back at any time: /shared

button-share-painting = ↗ Share
button-like-this = 🎨 Paint yours like this
button-paint-own = 🎨 Paint a photo of yours
share-words = This picture was painted by a bot. Open the link, and it paints a photo of yours.
share-caption = Painted by @{ $bot }
inline-title = Your painting
inline-again = Show the painting in our chat first, then share it
start-like = { $name } it is: send me a photo, and I paint it like this. /help lists all that I can do.
