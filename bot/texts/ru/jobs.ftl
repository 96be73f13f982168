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
