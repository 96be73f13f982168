# Задания

status-none = В работе ничего нет. Чтобы начать, пришлите два фото.
status-queued = Ждёт, место в очереди: { $place }
status-paused = Ждёт продолжения; нарисовано { $percent } %
status-running = Рисую: { $percent } %
canceled-jobs = { $count ->
    [one] Отменена { $count } картина.
    [few] Отменены { $count } картины.
   *[many] Отменено { $count } картин.
}
canceled-draft = Изображение, которое ждало, забыто.
canceled-nothing = Отменять нечего.
