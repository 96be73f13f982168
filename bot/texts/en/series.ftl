# Series: photos painted in one style

series-send-album = A series paints all photos of an album in one style. Select { $low } to { $high } photos and send them together; a single picture will be the style.
series-send-album-styled = I have the style of the series. Now select { $low } to { $high } photos and send them together, as one album.
series-which-style = I have { $count ->
    [one] { $count } photo
   *[other] { $count } photos
} for a series. Which style shall they all have? Send a picture, choose one of mine, or say a name such as style=waves.
series-ready =
    { $count ->
        [one] { $count } photo, { $size } px.
       *[other] { $count } photos, all in one style, { $size } px each.
    }
    Each picture counts: { $count ->
        [one] one place in the queue
       *[other] { $count } places in the queue
    } and { NUMBER($cost, maximumFractionDigits: 1) } of your { NUMBER($quota, maximumFractionDigits: 1) } points a day ({ NUMBER($free, maximumFractionDigits: 1) } are free). While most of them wait, you can begin nothing else.
    Other people get their turns in between. Shall I begin? Another style or other settings are welcome, too.
series-kept = { $count ->
    [one] The photo of the series is kept: start it here.
   *[other] The { $count } photos of the series are kept: start them here.
}
series-progress =
    <b>Series of { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    }</b> · done: { $done }
    { $bar }
series-painting = Painting now: picture { $numbers }
series-next = Next: picture { $number }, at place { $place } in the queue
series-on-hold = Next: picture { $number }, at place { $place } in the queue. My operator has paused the painting; it goes on by itself.
series-eta = { $words } · all done in ≈{ $left }
series-stopping = Stopping…
series-done = <b>Series of { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}</b> · painted: { $painted }. They are in the album below; a number sends one again, with its buttons, in the order in which you sent the photos.
series-none = <b>Series</b> · nothing was painted.
series-failed-picture = Picture { $number } failed. { $reason }
series-canceled = Not painted, because you stopped: { $numbers }
series-retry = 🔁 tries one again, by itself.
series-left-out = Not painted: { $numbers }
series-told = { $count ->
    [one] Here is your painting of the series.
   *[other] Here are your { $count } paintings.
}
limit-series-quota = { $count ->
    [one] This series costs
   *[other] These { $count } pictures cost
} { NUMBER($cost, maximumFractionDigits: 1) } of your { NUMBER($quota, maximumFractionDigits: 1) } points a day; { NUMBER($free, maximumFractionDigits: 1) } are free.
limit-series-cost = { $count ->
    [one] This series costs
   *[other] These { $count } pictures cost
} { NUMBER($cost, maximumFractionDigits: 1) } points; you have { NUMBER($quota, maximumFractionDigits: 1) } a day. Smaller ones cost less: size=384
button-series = { $count ->
    [one] 🖼 { $count } in one style
   *[other] 🖼 All { $count } in one style
}
button-startseries = { $count ->
    [one] ▶ Paint { $count }
   *[other] ▶ Paint all { $count }
}
button-stopseries = ✖ Cancel all
button-stopseries-keep = ⏹ Stop, send what is done
command-series = Several photos in one style
series-no-photos = The paintings of your series are ready, but I may not send pictures in this chat. Once an admin allows me to send photos, they come here by themselves.
