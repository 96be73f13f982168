# Serien: Fotos in einem Stil

series-send-album = Eine Serie malt alle Fotos eines Albums in einem Stil. Wähl { $low } bis { $high } Fotos aus und schick sie zusammen; ein einzelnes Bild wird der Stil.
series-send-album-styled = Den Stil der Serie habe ich. Wähl jetzt { $low } bis { $high } Fotos aus und schick sie zusammen als ein Album.
series-which-style = Ich habe { $count ->
    [one] { $count } Foto
   *[other] { $count } Fotos
} für eine Serie. Welchen Stil sollen alle bekommen? Schick ein Bild, wähl einen von meinen, oder nenn einen Namen wie style=waves.
series-ready =
    { $count ->
        [one] { $count } Foto, { $size } px.
       *[other] { $count } Fotos, alle in einem Stil, jedes mit { $size } px.
    }
    Jedes Bild zählt: { $count ->
        [one] ein Platz in der Schlange
       *[other] { $count } Plätze in der Schlange
    } und { NUMBER($cost, maximumFractionDigits: 1) } von deinen { NUMBER($quota, maximumFractionDigits: 1) } Punkten am Tag ({ NUMBER($free, maximumFractionDigits: 1) } sind frei). Solange die meisten davon warten, kannst du nichts anderes beginnen.
    Andere kommen zwischendurch an die Reihe. Soll ich anfangen? Ein anderer Stil oder andere Einstellungen gehen auch noch.
series-kept = { $count ->
    [one] Das Foto der Serie habe ich aufgehoben: Fang von hier aus an.
   *[other] Die { $count } Fotos der Serie habe ich aufgehoben: Fang von hier aus an.
}
series-progress =
    <b>Serie mit { $count ->
        [one] { $count } Bild
       *[other] { $count } Bildern
    }</b> · fertig: { $done }
    { $bar }
series-painting = Gerade dran: Bild { $numbers }
series-next = Als Nächstes: Bild { $number }, auf Platz { $place } der Schlange
series-on-hold = Als Nächstes: Bild { $number }, auf Platz { $place } der Schlange. Mein Betreiber hat das Malen angehalten; es geht von selbst weiter.
series-eta = { $words } · alle fertig in ≈{ $left }
series-stopping = Ich höre auf…
series-done = <b>Serie mit { $count ->
    [one] { $count } Bild
   *[other] { $count } Bildern
}</b> · gemalt: { $painted }. Die Gemälde sind unten im Album; eine Nummer schickt eines noch einmal, mit seinen Knöpfen, in der Reihenfolge deiner Fotos.
series-none = <b>Serie</b> · es wurde nichts gemalt.
series-failed-picture = Bild { $number } ist nicht gelungen. { $reason }
series-canceled = Nicht gemalt, weil du aufgehört hast: { $numbers }
series-retry = 🔁 versucht eines noch einmal, für sich allein.
series-left-out = Nicht gemalt: { $numbers }
series-told = { $count ->
    [one] Hier ist dein Gemälde aus der Serie.
   *[other] Hier sind deine { $count } Gemälde.
}
limit-series-quota = { $count ->
    [one] Diese Serie kostet
   *[other] Diese { $count } Bilder kosten
} { NUMBER($cost, maximumFractionDigits: 1) } von deinen { NUMBER($quota, maximumFractionDigits: 1) } Punkten am Tag; { NUMBER($free, maximumFractionDigits: 1) } sind frei.
limit-series-cost = { $count ->
    [one] Diese Serie kostet
   *[other] Diese { $count } Bilder kosten
} { NUMBER($cost, maximumFractionDigits: 1) } Punkte; du hast { NUMBER($quota, maximumFractionDigits: 1) } am Tag. Kleinere kosten weniger: size=384
button-series = { $count ->
    [one] 🖼 { $count } in einem Stil
   *[other] 🖼 Alle { $count } in einem Stil
}
button-startseries = { $count ->
    [one] ▶ { $count } malen
   *[other] ▶ Alle { $count } malen
}
button-stopseries = ✖ Alle abbrechen
button-stopseries-keep = ⏹ Aufhören, Fertige schicken
command-series = Mehrere Fotos in einem Stil
series-no-photos = Die Gemälde deiner Serie sind fertig, aber ich darf in diesem Chat keine Bilder senden. Sobald ein Admin es mir erlaubt, kommen sie von selbst hierher.
