# Готовые стили

gallery-choose = Выберите стиль, потом пришлите фото, которое нарисовать.
gallery-choose-now = Выберите стиль для вашего фото или пришлите свою картинку.
gallery-names = Можно и по имени: { $example } в подписи или в сообщении.
gallery-learned = ⚡ Выучено: { $numbers }. Картина в таком стиле начинается с мгновенной, и preset=instant его принимает.
gallery-learning = Когда рисовать нечего, я учу: { $numbers }.
gallery-delete = Это ваши стили. Нажмите на тот, который нужно удалить.
gallery-empty = Стилей здесь пока нет. Загляните через минуту или пришлите свою картинку.
style-chosen = Хорошо, { $name }. Теперь пришлите фото, которое нарисовать.
style-started = Хорошо, { $name }: ниже видно, как идёт работа.
tap-style-gone = Этого стиля больше нет.
tap-style-deleted = Удалено.
bad-style = Стиля «{ $value }» я не знаю: проверьте, так ли он пишется и делятся ли им ещё. Все стили — в /styles; а вместо имени подойдёт и изображение.
known-styles = Стили: { $styles }
savestyle-how = Ответьте на картинку командой { $example } или пришлите картинку с такой подписью. Без картинки я возьму ваш последний стиль.
bad-style-name = «{ $value }» не подходит как имя: нужны буквы, цифры и дефисы, не больше { $high } знаков. Пример: { $example }
nothing-to-save = Сохранять нечего. Ответьте на картинку командой { $example }
style-saved = Сохранено как «{ $name }». Ищите в /styles или пишите style={ $name } в подписи.
too-many-styles = { $count ->
    [one] У вас сохранён { $count } стиль, больше нельзя. Удалить можно в /styles.
    [few] У вас сохранено { $count } стиля, больше нельзя. Удалить лишние можно в /styles.
   *[many] У вас сохранено { $count } стилей, больше нельзя. Удалить лишние можно в /styles.
}
button-styles = 🎨 Стили
button-ownstyles = 🗑 Удалить мои стили
button-all-styles = ‹ Все стили

command-styles = Стили на выбор
command-style = В ответ на картинку: это стиль
command-content = В ответ на картинку: это фото, которое нарисовать
command-savestyle = Сохранить свой стиль

button-style-night = Ночь
button-style-sunset = Закат
button-style-mosaic = Мозаика
button-style-stained-glass = Витраж
button-style-waves = Волны
button-style-autumn = Осень
button-style-watercolour = Акварель
button-style-ink-wash = Тушь
button-style-marbling = Мраморная бумага
button-style-engraving = Гравюра
button-style-pencil = Карандаш
button-style-pop-art = Поп-арт
style-coming = Стиль «{ $value }» я ещё готовлю. Повторите чуть позже или пришлите картинку как образец стиля.
