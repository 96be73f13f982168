# Задания

status-none = В работе ничего нет. Чтобы начать, пришлите два фото.
status-queued = Ждёт, место в очереди: { $place } ({ $recipe })
status-paused = Ждёт продолжения с { $iteration } из { $iterations } ({ $recipe })
status-running = Рисую, { $iteration } из { $iterations } ({ $recipe })
cancelled-jobs = { $count ->
    [one] Отменена { $count } картина.
    [few] Отменены { $count } картины.
   *[many] Отменено { $count } картин.
}
cancelled-draft = Фото, которое ждало пары, забыто.
cancelled-nothing = Отменять нечего.
