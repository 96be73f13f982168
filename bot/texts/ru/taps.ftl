# Кнопки и ответы на нажатия

button-keep = ⏹ Стоп и сохранить
button-cancel = ✖ Отменить
button-original = Полное качество (PNG)
button-stronger = Сильнее
button-softer = Мягче
button-colors = Оставить цвета фото
button-colors-style = Цвета стиля
button-faces = Лицо: живописнее
button-faces-natural = Лицо: естественнее
button-bigger = Крупнее
button-more = { $count ->
    [one] +{ $count } итерация
    [few] +{ $count } итерации
   *[many] +{ $count } итераций
}
button-again = Ещё раз
button-paint = Нарисовать как следует
button-restyle = Другой стиль
button-film = 🎞 Фильм
button-sticker = Стикер
button-retry = 🔁 Попробовать ещё раз
button-start = ▶ Начать
button-variants = Четыре варианта
button-sketch = 🎲 Сначала четыре варианта
steer-style = Новый стиль
steer-how = Пришлите новый стиль: картинку или один из моих. Картина, которая сейчас рисуется, сразу перейдёт на него.
steered-style = Теперь это её стиль; карточка покажет, как картина меняется.
variants-noted = Я набросаю четыре варианта, из которых вы выберете один.
tap-steered = Готово: со следующей итерации.
tap-steered-before = Это уже изменилось: карточка скоро это покажет.
tap-send-style = Теперь пришлите новый стиль.
tap-keeping = Завершаю с тем, что есть…
tap-canceled = Отменено.
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
tap-instant = Мгновенная картина каждый раз выходит одинаковой. «Нарисовать как следует» идёт дальше.
tap-follow-up-done = Это уже нарисовано: посмотрите в /history.
tap-follow-up-in-work = Уже рисую.
tap-set = Учту.
tap-not-your-settings = Это чужие настройки. Ваши — в /settings
tap-error = Не получилось. Попробуйте ещё раз, пожалуйста.
button-menu = Ещё…
button-back = ‹ Назад
button-recipe = 📋 Рецепт
button-keepstyle = 💾 Сохранить стиль
button-askshare = 🔗 Поделиться стилем
tap-filming = Собираю фильм: он будет через несколько секунд.
tap-no-film = Промежуточных изображений этой картины у меня не осталось, поэтому фильма нет.
tap-cutting = Вырезаю человека: стикер будет через мгновение.
no-sticker = Я не нахожу на этом фото никого, кого можно вырезать.
steer-over = Эта картина уже готова, и стиль у неё прежний. Кнопка «Другой стиль» под ней нарисует фото ещё раз, в другом стиле.
