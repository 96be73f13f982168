# Всё остальное

not-allowed = Это закрытый бот: администратор не открыл доступ вам или этому чату.
sorry = У меня что-то пошло не так; это записано. Попробуйте ещё раз, пожалуйста.
too-many-messages = Я не успеваю за таким потоком и пропустил последние сообщения. Подождите немного и пришлите их ещё раз, пожалуйста.
command-start = Как это работает
command-help = Все команды
command-iterations = За сколько шагов рисовать
command-size = Как крупно рисовать
command-settings = Все настройки, кнопками
command-status = Ваши картины в работе
command-cancel = Остановить и забыть
command-language = Язык, на котором я говорю
duration-seconds = { $seconds } с
duration-minutes = { $minutes } мин { $seconds } с
duration-hours = { $hours } ч { $minutes } мин
no-photos-here = Здесь мне можно писать, но нельзя отправлять изображения и файлы. Разрешить это может администратор чата.
