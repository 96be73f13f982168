# Серии: фото в одном стиле

series-send-album = Серия — это все фото альбома в одном стиле. Выберите от { $low } до { $high } фото и пришлите их вместе; отдельное изображение станет стилем.
series-send-album-styled = Стиль серии у меня есть. Теперь выберите от { $low } до { $high } фото и пришлите их вместе, одним альбомом.
series-which-style = Фото для серии: { NUMBER($count) }. В каком стиле их все написать? Пришлите изображение, выберите один из моих стилей или назовите его, например style=waves.
series-ready =
    Фото: { NUMBER($count) }, все в одном стиле, по { $size } px.
    Считается каждая картина: { $count ->
        [one] { $count } место в очереди
        [few] { $count } места в очереди
       *[many] { $count } мест в очереди
    } и { NUMBER($cost, maximumFractionDigits: 1) } из ваших { NUMBER($quota, maximumFractionDigits: 1) } баллов в день (свободно { NUMBER($free, maximumFractionDigits: 1) }). Пока большинство из них ждёт, начать что-то ещё нельзя.
    Между ними очередь доходит и до других. Начинать? Можно прислать и другой стиль или другие настройки.
series-kept = Фото серии сохранены ({ NUMBER($count) }): начните отсюда.
series-progress =
    <b>Серия, картин: { NUMBER($count) }</b> · готово: { $done }
    { $bar }
series-painting = Сейчас пишу: картина { $numbers }
series-next = Следующая: картина { $number }, место { $place } в очереди
series-on-hold = Следующая: картина { $number }, место { $place } в очереди. Мой оператор приостановил работу; она продолжится сама.
series-eta = { $words } · всё готово через ≈{ $left }
series-stopping = Останавливаюсь…
series-done = <b>Серия, картин: { NUMBER($count) }</b> · написано: { $painted }. Они в альбоме ниже; номер присылает картину ещё раз, с её кнопками; порядок — как у ваших фото.
series-none = <b>Серия</b> · ничего не написано.
series-failed-picture = Картина { $number } не удалась. { $reason }
series-canceled = Не написаны, потому что вы остановили: { $numbers }
series-retry = 🔁 пробует ещё раз, отдельно.
series-left-out = Не написаны: { $numbers }
series-told = { $count ->
    [one] Вот { $count } ваша картина.
    [few] Вот { $count } ваши картины.
   *[many] Вот { $count } ваших картин.
}
limit-series-quota = { $count ->
    [one] { $count } картина стоит
    [few] { $count } картины стоят
   *[many] { $count } картин стоят
} { NUMBER($cost, maximumFractionDigits: 1) } из ваших { NUMBER($quota, maximumFractionDigits: 1) } баллов в день; свободно { NUMBER($free, maximumFractionDigits: 1) }.
limit-series-cost = { $count ->
    [one] { $count } картина стоит
    [few] { $count } картины стоят
   *[many] { $count } картин стоят
} { NUMBER($cost, maximumFractionDigits: 1) } баллов; у вас { NUMBER($quota, maximumFractionDigits: 1) } в день. Меньший размер дешевле: size=384
button-series = 🖼 Все { NUMBER($count) } в одном стиле
button-startseries = ▶ Написать все { NUMBER($count) }
button-stopseries = ✖ Отменить все
button-stopseries-keep = ⏹ Хватит, прислать готовые
command-series = Несколько фото в одном стиле
series-no-photos = Картины вашей серии готовы, но отправлять изображения в этот чат мне нельзя. Как только администратор разрешит, они придут сюда сами.
