# Кнопки и ответы на нажатия

button-keep = ⏹ Стоп и сохранить
button-cancel = ✖ Отменить
button-original = Оригинал в PNG
button-stronger = Сильнее
button-softer = Мягче
button-colors = Сохранить цвета
button-colors-style = Цвета стиля
button-bigger = Крупнее
button-more = { $count ->
    [one] +{ $count } итерация
    [few] +{ $count } итерации
   *[many] +{ $count } итераций
}
button-again = Ещё раз
button-restyle = Другой стиль
button-film = Таймлапс
button-retry = 🔁 Попробовать ещё раз
button-start = ▶ Начать
button-variants = Четыре варианта
button-sketch = 🎲 Сначала четыре варианта
turn-style = Новый стиль
turn-how = Пришлите новый стиль: картинку или один из моих. Картина, которая сейчас рисуется, сразу перейдёт на него.
turned-style = Теперь это её стиль; карточка покажет, как картина меняется.
variants-noted = Я набросаю четыре варианта, из которых вы выберете один.
tap-turned = Готово: со следующей итерации.
tap-turned-before = Это уже изменилось: карточка скоро это покажет.
tap-send-style = Теперь пришлите новый стиль.
tap-keeping = Завершаю с тем, что есть…
tap-cancelled = Отменено.
tap-over = Эта картина уже завершена.
tap-sending = Файл уже в пути.
tap-no-result = Отправлять пока нечего.
tap-expired = Этот файл больше не хранится.
tap-not-yours = Это доступно только тому, кто прислал фото.
tap-unknown = Эта кнопка из другой версии и больше не работает.
tap-started = Начинаю.
tap-strongest = Сильнее уже некуда.
tap-softest = Мягче уже некуда.
tap-largest = Крупнее рисовать мне нельзя.
tap-most-iterations = Больше итераций делать мне нельзя.
tap-balanced = В режиме classic силу изменить нельзя.
tap-child-done = Это уже нарисовано: посмотрите в /history.
tap-child-in-work = Уже рисую.
tap-set = Учту.
tap-not-your-settings = Это чужие настройки. Ваши — в /settings
tap-error = Не получилось. Попробуйте ещё раз, пожалуйста.
