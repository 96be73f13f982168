# Настройки

setting-iterations = Сейчас iterations — { $value }. Можно от { $low } до { $high }: чем больше, тем тоньше и дольше. Пример: /iterations { $example }
setting-size = Сейчас size — { $value } пикселей по длинной стороне. Можно от { $low } до { $high }: чем больше, тем дольше. Пример: /size { $example }
setting-strength = Сейчас strength — { $value }. Можно от { $low } до { $high }: при { $low } фото почти не меняется, при { $high } стиль берёт верх; «default» оставляет это на усмотрение картинок. Пример: /strength { $example }
setting-colors = Сейчас colors — { $value }. style берёт цвета образца, keep оставляет фото его собственные, match даёт мазкам палитру фото. Пример: /colors { $example }
setting-stroke = Сейчас stroke — { $value } процентов от обычного. Можно от { $low } до { $high }: чем больше, тем шире мазки. Пример: /stroke { $example }
setting-begin = Сейчас begin — { $value }: это картинка, из которой вырастает картина. content — само фото, recoloured — фото в цветах стиля, style-statistics — шум в этих цветах; noise и grey ничего не знают ни о фото, ни о стиле. Пример: /begin { $example }
setting-preset = Сейчас preset — { $value }. draft — быстро и мелко, standard — как обычно, fine — крупно и долго, classic — ранний алгоритм, который начинает с шума. Вместе с ним меняются и все остальные настройки. Пример: /preset { $example }
setting-balanced = В режиме classic силы нет: он сам уравновешивает фото и стиль. Пример: /preset standard
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
bad-setting = Настройки «{ $name }» нет. В подписи можно написать: iterations=300 size=768
settings =
    Ваши настройки здесь: { $recipe }
    Нажмите на то, что хотите изменить. Словами то же делают /iterations, /size, /strength, /colors, /stroke, /begin и /preset
    Подпись вроде «iterations=300 size=768» меняет их для одной картины; кто пришлёт всю строку сверху, тому я нарисую так же, как вам.
settings-noted = Учту в следующей картине: { $recipe }

panel-preset = Режим: { $value }
panel-iterations = Итерации: { $value }
panel-size = Размер: { $value }
panel-strength = Сила: { $value }
panel-colors = Цвета: { $value }
panel-stroke = Мазки: { $value }
panel-begin = Начало: { $value }
panel-open = ⚙ Настройки
panel-reset = ↺ Сбросить всё
panel-all = ‹ Все настройки
choice-strength-default = по картинкам
choice-colors-style = стиля
choice-colors-keep = фото
choice-colors-match = подобранные
choice-begin-content = фото
choice-begin-recoloured = перекрашенное фото
choice-begin-noise = шум
choice-begin-style-statistics = цветной шум
choice-begin-grey = серый фон
choice-preset-draft = черновик
choice-preset-standard = обычный
choice-preset-fine = тонкий
choice-preset-classic = классический

command-strength = Сколько стиля
command-colors = Чьи цвета
command-stroke = Ширина мазков
command-begin = Из чего вырастает картина
command-preset = Все настройки сразу

language-name = Русский
choose-language = На каком языке мне говорить с вами здесь? Нажмите на него или напишите, например: /language { $example }
language-saved = Теперь я говорю с вами здесь по-русски.
bad-language = Языка «{ $value }» я не знаю. Мои языки: { $languages }. Пример: /language { $example }
