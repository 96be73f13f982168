# Series: photos painted in one style

series-send-album = A series paints all photos of an album in one style. Select { $low } to { $high } photos and send them together; a single picture will be the style.
series-send-album-styled = I have the style of the series. Now select { $low } to { $high } photos and send them together, as one album.
series-which-style = I have { $count ->
    [one] { $count } photo
   *[other] { $count } photos
} for a series. Which style shall they all have? Send a picture, choose one of mine, or say a name such as style=waves.
series-ready =
    { $count ->
        [one] { $count } photo, with these settings:
       *[other] { $count } photos, all in one style and with the same settings:
    }
    { $recipe }
    Each picture counts: { $count ->
        [one] one place in the queue
       *[other] { $count } places in the queue
    } and { NUMBER($cost, maximumFractionDigits: 1) } of your { NUMBER($quota, maximumFractionDigits: 1) } points a day ({ NUMBER($free, maximumFractionDigits: 1) } are free). While most of them wait, you can begin nothing else.
    Other people get their turns in between. Shall I begin? Another style or other settings are welcome, too.
series-kept = { $count ->
    [one] The photo of the series is kept: start from here.
   *[other] The { $count } photos of the series are kept: start from here.
}
series-started = { $count ->
    [one] The series of { $count } photo has begun.
   *[other] The series of { $count } photos has begun.
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
}</b> · painted: { $painted }. They are in the album below; 📄 sends one as a lossless file, numbered as you sent them.
series-none = <b>Series</b> · nothing was painted.
series-failed-picture = Picture { $number } failed. { $reason }
series-cancelled = Not painted, because you stopped: { $numbers }
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
