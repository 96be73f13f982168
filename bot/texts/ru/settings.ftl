# Настройки

setting-iterations = От { $low } до { $high }: чем больше, тем детальнее и дольше. Пример: /iterations { $example }
setting-size = Длинная сторона в пикселях, от { $low } до { $high }: чем больше, тем дольше. Пример: /size { $example }
setting-strength = От { $low } до { $high }: при { $low } фото почти не меняется, при { $high } стиль берёт верх. С командой /strength default выбираю я. Пример: /strength { $example }
setting-colors = style берёт цвета образца, keep оставляет фото его собственные, match даёт мазкам палитру фото. Пример: /colors { $example }
setting-style_scale = Процент от обычной ширины, от { $low } до { $high }: чем больше, тем шире мазки. Пример: /style_scale { $example }
setting-init = Изображение, из которого вырастает картина. content — само фото, recolored — фото в цветах стиля, style-statistics — шум в этих цветах; noise и gray начинают без фото. Пример: /init { $example }
setting-faces = natural пишет лицо в стиле и сохраняет человека, painted — свободнее, off — как всё остальное. Пример: /faces { $example }
setting-preset = instant — за секунду, в моих стилях и в тех из ваших, что я выучил, draft — быстро и мелко, standard — как обычно, fine — крупно и долго, classic — ранний алгоритм, который начинает с серого. Вместе с режимом меняются и все остальные настройки. Пример: /preset { $example }
setting-preset-without-classic = instant — за секунду, в моих стилях и в тех из ваших, что я выучил, draft — быстро и мелко, standard — как обычно, fine — крупно и долго. Вместе с режимом меняются и все остальные настройки. Пример: /preset { $example }
preset-classic-gone = Режим classic сейчас недоступен. Рисую эту картину в режиме standard и остаюсь на нём.
setting-balanced = В режиме classic силы нет: он сам уравновешивает фото и стиль. Пример: /preset standard
setting-instant = В режиме instant есть только size, colors и faces. Пример: /preset standard
setting-saved = Теперь я рисую здесь так: { $recipe }
setting-saved-iterations = { $value ->
    [one] Теперь я делаю здесь { $value } итерацию.
    [few] Теперь я делаю здесь { $value } итерации.
   *[many] Теперь я делаю здесь { $value } итераций.
}
setting-saved-size = { $value ->
    [one] Теперь длинная сторона картин здесь — { $value } пиксель.
    [few] Теперь длинная сторона картин здесь — { $value } пикселя.
   *[many] Теперь длинная сторона картин здесь — { $value } пикселей.
}
bad-number = { $name } должно быть целым числом от { $low } до { $high }, а не «{ $value }». Пример: { $example }
bad-choice = Для { $name } можно выбрать { $choices }, а «{ $value }» нельзя. Пример: { $example }
bad-setting = Настройки «{ $name }» нет. Может быть, { $meant }?
did-you-mean = Может быть, { $meant }?
mistakes-more = { $count ->
    [one] И ещё { $count } такая ошибка.
    [few] И ещё { $count } такие ошибки.
   *[many] И ещё { $count } таких ошибок.
}
settings =
    Ваши настройки здесь: { $recipe }
    Нажмите на то, что хотите изменить. Словами то же делают /iterations, /size, /strength, /colors, /style_scale, /init, /faces и /preset
    Подпись вроде «iterations=300 size=768» меняет их для одной картины; кто пришлёт всю строку сверху, тому я нарисую так же, как вам.
settings-noted = Учту в следующей картине: { $recipe }

panel-preset = Режим: { $value }
panel-iterations = Итерации: { $value }
panel-size = Размер: { $value }
panel-strength = Сила: { $value }
panel-colors = Цвета: { $value }
panel-style_scale = Мазки: { $value }
panel-init = Начало: { $value }
panel-faces = Лица: { $value }
panel-open = ⚙ Настройки
panel-reset = ↺ Сбросить всё
panel-all = ‹ Все настройки
choice-strength-default = автоматически
choice-colors-style = стиля
choice-colors-keep = фото
choice-colors-match = подобранные
choice-init-content = фото
choice-init-recolored = перекрашенное фото
choice-init-noise = шум
choice-init-style-statistics = цветной шум
choice-init-gray = серый фон
choice-faces-natural = естественные
choice-faces-painted = живописные
choice-faces-off = как всё остальное
choice-preset-instant = мгновенный
choice-preset-draft = черновик
choice-preset-standard = обычный
choice-preset-fine = детальный
choice-preset-classic = классический

command-strength = Сколько стиля
command-colors = Чьи цвета
command-style_scale = Ширина мазков
command-init = Из чего вырастает картина
command-faces = Как писать лица
command-preset = Все настройки сразу

language-name = Русский
choose-language = На каком языке мне говорить с вами здесь? Нажмите на него или напишите, например: /language { $example }
language-saved = Теперь я говорю с вами здесь по-русски.
bad-language = Языка «{ $value }» я не знаю. Мои языки: { $languages }. Пример: /language { $example }
