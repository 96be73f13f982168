# Для администраторов бота

admin-stats-day = За сутки: людей { $people }, картин { $jobs } (нарисовано { $painted }, не вышло { $failed }, отменено { $cancelled })
admin-stats-means = В среднем: рисование { $painting }, ожидание перед ним { $wait }
admin-stats-now = Сейчас: в работе { $running }, в очереди { $waiting }
admin-queue-running = ▶ { $job } · пользователь { $user } · { $iteration }/{ $iterations } · { $recipe }
admin-queue-waiting = { $place }. { $job } · пользователь { $user } · { $recipe }
admin-queue-more = … и ещё { $count }
admin-queue-empty = В работе и в очереди пусто.
admin-no-job = Нет единственного задания в работе или в очереди, которое начиналось бы с «{ $job }». Имена покажет /queue
admin-killed = { $job } отменяется, владельцу об этом сообщат.
admin-not-told = Сообщить владельцу не удалось.
admin-banned = { $user }: доступ закрыт. { $count ->
    [one] Отменена { $count } его картина.
    [few] Отменены { $count } его картины.
   *[many] Отменено { $count } его картин.
} Вернуть доступ: /unban
admin-unbanned = { $user }: доступ снова открыт.
admin-not-banned = { $user }: доступ не был закрыт.
admin-quota = У пользователя { $user } баллов на день: { NUMBER($quota, maximumFractionDigits: 1) }. Один балл — это 512 px и 300 итераций.
admin-backup = Резервная копия { $name }: база данных и { $count ->
    [one] { $count } картинка
    [few] { $count } картинки
   *[many] { $count } картинок
}, { NUMBER($size, maximumFractionDigits: 1) } МБ. Она лежит рядом с данными, в папке «backups»; берегите её так же, как их.
admin-backup-damaged = { $count ->
    [one] { $count } картинка из базы данных потеряна или повреждена
    [few] { $count } картинки из базы данных потеряны или повреждены
   *[many] { $count } картинок из базы данных потеряны или повреждены
}; все перечислит «python -m bot verify».
admin-backup-failed = Сделать резервную копию не удалось. Причина записана в журнале.
admin-usage-kill = Укажите задание: четыре или больше символов его имени. Пример: /kill 1a2b
admin-usage-ban = Укажите номер: пользователя или чата, со знаком минус (администратора заблокировать нельзя, как и номера, общие для всех анонимных администраторов, каналов и пересылок). Пример: /ban 1234567
admin-usage-unban = Укажите номер: пользователя или чата, со знаком минус. Пример: /unban 1234567
admin-usage-quota = Укажите номер пользователя и число баллов на день или «default». Пример: /quota 1234567 100
admin-started = Я запущен. Картин в продолжении: { $jobs }.
admin-crashed = Я снова запущен после сбоя; прошлый запуск был { $time } назад. Картин в продолжении: { $jobs }.
admin-disk-full = Диск почти заполнен: осталось { $megabytes } МБ. Новых картинок не беру; начатое продолжается.
admin-disk-room = На диске снова есть место: принимаю картинки как обычно.
mode-open = Беру и рисую картины как обычно.
mode-paused = Пауза: картины беру, но не начинаю, и тем, кто ждёт, это видно. Продолжить: /resume
mode-draining = Завершение: дорисовываю начатое, нового не начинаю и не беру. Вернуться к обычной работе: /resume
killed-by-operator = Администратор отменил эту картину.
command-stats = Цифры за сутки
command-queue = Все картины в работе
command-kill = Отменить картину
command-ban = Закрыть кому-то доступ
command-unban = Вернуть доступ
command-quota = Чьи-то баллы на день
command-pause = Не начинать картин
command-drain = Дорисовать начатое, нового не брать
command-resume = Снова работать как обычно
command-backup = Сделать резервную копию базы и картинок
