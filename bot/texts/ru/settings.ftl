# Настройки

setting-iterations = Сейчас iterations — { $value }. Можно от { $low } до { $high }: чем больше, тем тоньше и дольше. Пример: /iterations { $example }
setting-size = Сейчас size — { $value } пикселей по длинной стороне. Можно от { $low } до { $high }: чем больше, тем дольше. Пример: /size { $example }
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
bad-iterations = iterations должно быть целым числом от { $low } до { $high }, а не «{ $value }». Пример: { $example }
bad-size = size должно быть целым числом от { $low } до { $high }, а не «{ $value }». Пример: { $example }
bad-setting = Настройки «{ $name }» нет. В подписи можно написать: iterations=300 size=768
settings =
    Ваши настройки здесь: { $recipe }
    /iterations от { $low_iterations } до { $high_iterations }, /size от { $low_size } до { $high_size }.
    Подпись вроде «iterations=300 size=768» меняет их для одной картины.
settings-noted = Учту в следующей картине: { $recipe }

language-name = Русский
choose-language = На каком языке мне говорить с вами здесь? Нажмите на него или напишите, например: /language { $example }
language-saved = Теперь я говорю с вами здесь по-русски.
bad-language = Языка «{ $value }» я не знаю. Мои языки: { $languages }. Пример: /language { $example }
