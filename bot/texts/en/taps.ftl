# Buttons and the answers to taps

button-keep = ⏹ Stop & keep
button-cancel = ✖ Cancel
button-original = Original PNG
button-stronger = Stronger
button-softer = Softer
button-colors = Keep colours
button-colors-style = Style’s colours
button-bigger = Bigger
button-more = { $count ->
    [one] +{ $count } iteration
   *[other] +{ $count } iterations
}
button-again = Again
button-restyle = New style
button-film = Timelapse
button-retry = 🔁 Try again
button-start = ▶ Start
button-variants = Four variants
button-sketch = 🎲 Four variants first
turn-style = New style
turn-how = Send the new style: a picture, or one of mine. What is being painted takes it over at once.
turned-style = That is its style from now on; the card shows how it turns.
variants-noted = I will sketch four variants, from which you choose one.
tap-turned = Done: from the next iteration on.
tap-turned-before = That has changed already: the card will show it in a moment.
tap-send-style = Now send the new style.
tap-keeping = Finishing with what is there…
tap-cancelled = Cancelled.
tap-over = This picture is finished already.
tap-sending = The file is on its way.
tap-no-result = There is no result to send.
tap-expired = The file is no longer kept.
tap-not-yours = Only the person who sent the photos can do that.
tap-unknown = This button is from another version and no longer works.
tap-started = Started.
tap-strongest = It has all the strength that there is.
tap-softest = It is as soft as it can be.
tap-largest = It is as large as I may paint.
tap-most-iterations = It has as many iterations as I may paint.
tap-balanced = With the classic preset there is no strength to change.
tap-child-done = I have painted that already: /history has it.
tap-child-in-work = I am at it already.
tap-set = Noted.
tap-not-your-settings = These are somebody else’s settings. /settings shows yours.
tap-error = That did not work. Please try again.
