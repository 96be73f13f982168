# Фразы бота по-русски; за образец взят en.ftl.

start =
    Пришлите мне два фото: сначала то, которое нарисовать, потом то, чей стиль взять. Можно оба сразу, одним сообщением.
    Я тут же примусь за дело и буду показывать, как появляется картина.
    Командами /iterations и /size можно выбрать, как долго и как крупно рисовать; остальное — в /help.

help =
    Пришлите два фото, по очереди или альбомом: первое я нарисую в стиле второго.
    В подписи можно указать настройки для одной этой картины: iterations=300 size=768

    /iterations – за сколько шагов рисовать ({ $iterations })
    /size – длинная сторона картины в пикселях ({ $size })
    /settings – текущие настройки
    /status – ваши картины в работе
    /cancel – остановить их и забыть фото, которое ждёт пары
    /language – язык, на котором я с вами говорю

# Фото

content-kept = Фото есть. Теперь пришлите картинку, чей стиль ему придать.
style-kept = Образец стиля есть. Теперь пришлите фото, которое нарисовать.
both-kept = Оба фото сохранены.
album-of-many = { $count ->
    [one] В альбоме { $count } картинка: первую я нарисую, вторая задаст стиль.
    [few] В альбоме { $count } картинки: первую я нарисую, вторая задаст стиль.
   *[many] В альбоме { $count } картинок: первую я нарисую, вторая задаст стиль.
}
start-anyway = Пришлите другие настройки, например iterations=300 size=512, или начните с сохранёнными.
start-again = Когда одна из них будет готова, начните отсюда.
nothing-to-start = Пока нет двух фото. Пришлите их.

problem-picture_unreadable = Не получается прочитать это как картинку: файл повреждён или это вовсе не картинка. Пришлите JPEG, PNG или WebP.
problem-picture_truncated = Файл этой картинки обрывается. Пришлите её ещё раз, пожалуйста.
problem-picture_format = Такой формат картинок я не читаю. Пришлите JPEG, PNG, WebP, HEIC, TIFF или BMP.
problem-picture_animated = Эта картинка движется. Пришлите неподвижную; подойдёт и скриншот.
problem-picture_too_small = Эта картинка слишком мала: короткая сторона должна быть не меньше 64 пикселей.
problem-picture_too_large = В этой картинке больше 50 мегапикселей. Пришлите её поменьше или как фото, а не файлом.
problem-picture_too_heavy = Этот файл больше 20 МБ. Пришлите его как фото, а не файлом.
problem-picture_too_long = Эта картинка слишком длинная и узкая: длинная сторона может быть больше короткой не более чем в 20 раз. Обрежьте её, пожалуйста.
problem-download_failed = Не получается загрузить эту картинку из Telegram. Пришлите её ещё раз, пожалуйста.
problem-sticker = Стикер — это не фото. Пришлите картинку, пожалуйста.
problem-animation = GIF движется. Пришлите неподвижную картинку; подойдёт и скриншот.
problem-video = Видео движется. Пришлите неподвижную картинку; подойдёт и скриншот.
problem-sound = Я рисую картины, а не звуки. Пришлите два фото.
problem-text = Пришлите мне два фото: сначала то, которое нарисовать, потом образец стиля. Подробнее — в /help
problem-other = Мне пригодятся только картинки. Пришлите два фото: сначала то, которое нарисовать, потом образец стиля.
problem-command = Такой команды я не знаю. Все мои команды — в /help

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

# Задания

too-many-jobs = { $count ->
    [one] У вас в работе { $count } картина, больше за раз нельзя. Оба фото сохранены.
    [few] У вас в работе { $count } картины, больше за раз нельзя. Оба фото сохранены.
   *[many] У вас в работе { $count } картин, больше за раз нельзя. Оба фото сохранены.
}
queue-full = Картин в очереди так много, что новые я пока не беру. Оба фото сохранены.
status-none = В работе ничего нет. Чтобы начать, пришлите два фото.
status-queued = Ждёт, место в очереди: { $place } ({ $recipe })
status-paused = Ждёт продолжения с { $iteration } из { $iterations } ({ $recipe })
status-running = Рисую, { $iteration } из { $iterations } ({ $recipe })
status-draft-content = Одно фото ждёт образца стиля.
status-draft-style = Один образец стиля ждёт фото.
status-draft-both = Два фото ждут, когда вы нажмёте «Начать».
cancelled-jobs = { $count ->
    [one] Отменена { $count } картина.
    [few] Отменены { $count } картины.
   *[many] Отменено { $count } картин.
}
cancelled-draft = Фото, которое ждало пары, забыто.
cancelled-nothing = Отменять нечего.

# Карточка задания

card-queued = Место в очереди: { $place }.
card-queued-eta = Место в очереди: { $place } · начну через ≈{ $wait }
card-paused = Прервано на { $iteration } из { $iterations }; скоро продолжу с этого места.
card-starting = Начинаю…
card-learning = Изучаю обе ваши картинки…
card-resumed = Продолжаю с { $iteration } из { $iterations }…
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    содержание { NUMBER($content, maximumSignificantDigits: 3) } · стиль { NUMBER($style, maximumSignificantDigits: 3) }
card-stopping = Останавливаюсь…
card-finishing = Завершаю с тем, что есть…
card-done =
    { $recipe }
    { $iterations ->
        [one] { $iterations } итерация
        [few] { $iterations } итерации
       *[many] { $iterations } итераций
    }, { $width }×{ $height } px, { $time }
card-cancelled = Отменено.

told-done = Вот ваша картина.
told-failed = Эту картину нарисовать не получилось.

failure-internal = У меня что-то пошло не так. Попробуйте ещё раз, пожалуйста.
failure-engine_lost = Движок трижды остановился на этой картине. Попробуйте размер поменьше, например /size 384.
failure-not_finite = Вычисления пошли вразнос. Попробуйте другой образец стиля или меньше итераций.
failure-weights_unavailable = Веса движка не на месте; этим должен заняться администратор бота.
failure-invalid_settings = Эти настройки не сочетаются. Посмотреть их можно в /settings
failure-out_of_memory = Для такого размера не хватает памяти. Попробуйте поменьше, например /size 384.
failure-picture = Одна из двух картинок не подошла. Пришлите их ещё раз, пожалуйста.

# Кнопки и ответы на нажатия

button-keep = ⏹ Стоп и сохранить
button-cancel = ✖ Отменить
button-original = Оригинал в PNG
button-start = ▶ Начать
tap-stopping = Останавливаюсь…
tap-keeping = Завершаю с тем, что есть…
tap-cancelled = Отменено.
tap-over = Эта картина уже завершена.
tap-sending = Файл уже в пути.
tap-no-result = Отправлять пока нечего.
tap-expired = Этот файл больше не хранится.
tap-not-yours = Это доступно только тому, кто прислал фото.
tap-unknown = Эта кнопка из другой версии и больше не работает.
tap-started = Начинаю.
tap-error = Не получилось. Попробуйте ещё раз, пожалуйста.

# Всё остальное

not-allowed = Это закрытый бот: администратор не открыл доступ вам или этому чату.
sorry = У меня что-то пошло не так; это записано. Попробуйте ещё раз, пожалуйста.
command-start = Как это работает
command-help = Все команды
command-iterations = За сколько шагов рисовать
command-size = Как крупно рисовать
command-settings = Текущие настройки
command-status = Ваши картины в работе
command-cancel = Остановить и забыть
command-language = Язык, на котором я говорю
duration-seconds = { $seconds } с
duration-minutes = { $minutes } мин { $seconds } с
duration-hours = { $hours } ч { $minutes } мин
