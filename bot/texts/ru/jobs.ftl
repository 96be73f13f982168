# Задания

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
