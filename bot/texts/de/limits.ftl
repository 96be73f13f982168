# Grenzen

limit-jobs = { $count ->
    [one] Du hast ein Bild in Arbeit, mehr geht nicht auf einmal.
   *[other] Du hast { $count } Bilder in Arbeit, mehr geht nicht auf einmal.
}
limit-queue = Die Warteschlange ist voll, deshalb nehme ich gerade keine Bilder mehr an.
limit-quota = Dieses Bild kostet { NUMBER($cost, maximumFractionDigits: 1) } deiner { NUMBER($quota, maximumFractionDigits: 1) } Punkte am Tag; frei sind nur { NUMBER($free, maximumFractionDigits: 1) }.
limit-cost = Dieses Bild kostet { NUMBER($cost, maximumFractionDigits: 1) } Punkte, du hast aber { NUMBER($quota, maximumFractionDigits: 1) } am Tag. Nimm eine kleinere Größe oder weniger Iterationen.
problem-storage = Ich bewahre schon so viele Bilder von dir auf, wie ich darf. Einige Zeit nach ihrer letzten Verwendung verschwinden sie von selbst, /privacy sagt, wann; /forget löscht sofort alles.
limit-draining = Zurzeit nehme ich keine neuen Bilder an, weil mein Betreiber mich gleich anhält. Komm bitte später wieder.
limit-instant = Sofort male ich nur ganze Fotos, in einem dieser Stile: { $styles }; oder in einem von dir, den ich gelernt habe (/savestyle behält ihn, /styles sagt, wie weit ich bin). Schick { $example }, oder preset=standard, dann male ich dies wie üblich.
limit-wait = Platz ist wieder in ≈{ $wait }.
limit-kept = Beide Fotos habe ich aufgehoben: Starte sie hier, sobald Platz ist.
card-on-hold = In der Warteschlange auf Platz { $place }. Mein Betreiber hat das Malen angehalten; es geht von selbst weiter.
