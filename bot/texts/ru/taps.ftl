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
