# The card of a job

card-queued = In the queue, place { $place }.
card-next = In the queue, place 1: it starts in a moment.
card-queued-eta = In the queue, place { $place } · ≈{ $wait } until it starts
card-paused = Interrupted at { $iteration } of { $iterations }; it goes on from there in a moment.
card-starting = Starting…
card-learning = Studying your two pictures…
card-resumed = Going on from { $iteration } of { $iterations }…
card-foretold = { $words } Ready in ≈{ $left }.
card-progress = { $bar } { $iteration }/{ $iterations } · ≈{ $left }
card-smaller = This size needs more memory than the machine has, so I paint it smaller.
card-finishing = Finishing with what is there…
card-done = { $width }×{ $height } px · { $time }
card-draft = A first look. Now I paint it properly…
card-steering = ↪ { $what }, from the next iteration on
card-steered = ↪ { $what }, since iteration { $since }
card-sketched =
    Four ways to paint it. Choose one, and I paint that one on:
    1 as you asked · 2 bold · 3 gentle · 4 other colors
card-taken = Variant { $number }
card-repeated = I had painted this already: same photos, same settings. For another one, tap Again.
card-canceled = Canceled.

told-done = Here is your painting.
told-sketched = Here are four variants: choose one.
told-failed = I could not paint this one.

failure-internal = Something went wrong on my side. Please try again.
failure-engine_lost = The engine stopped three times while painting it. Try a smaller size, such as /size 384.
failure-not_finite = The painting came apart on the way. Try another style picture, or fewer iterations.
failure-weights_unavailable = The engine's weights are not in place; the operator has to see to it.
failure-invalid_settings = These settings do not go together. /settings shows them.
failure-out_of_memory = The machine has too little memory for this size. Try a smaller one, such as /size 384.
failure-beyond_memory = The machine has too little memory even for the smallest size; the operator has to see to it.
failure-picture = One of the two pictures could not be used. Please send them again.
card-below = ✓ Painted: see below.
card-failed-below = ✖ It came to nothing: see below.
card-no-photos = Your painting is ready, but I may not send pictures in this chat. Once an admin allows me to send photos, it comes here by itself.
card-pair = 1 is painted in the style of 2.
card-warming = In the queue, place { $place }: it starts as soon as the engine is warm, which may take a minute.
