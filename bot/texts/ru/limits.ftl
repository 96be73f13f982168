# Ограничения

limit-jobs = { $count ->
    [one] У вас в работе { $count } картина, больше за раз нельзя.
    [few] У вас в работе { $count } картины, больше за раз нельзя.
   *[many] У вас в работе { $count } картин, больше за раз нельзя.
}
limit-queue = Картин в очереди так много, что новые я пока не беру.
limit-quota = Цена этой картины в баллах — { NUMBER($cost, maximumFractionDigits: 1) }; из ваших { NUMBER($quota, maximumFractionDigits: 1) } на день свободно только { NUMBER($free, maximumFractionDigits: 1) }.
limit-cost = Цена этой картины в баллах — { NUMBER($cost, maximumFractionDigits: 1) }, а у вас на день всего { NUMBER($quota, maximumFractionDigits: 1) }. Выберите размер поменьше или меньше итераций.
limit-draining = Новые картины я пока не беру: администратор собирается меня остановить. Загляните, пожалуйста, позже.
limit-wait = Место появится через ≈{ $wait }.
limit-kept = Оба фото сохранены: начните тогда отсюда.
card-on-hold = Место в очереди: { $place }. Администратор приостановил рисование; оно продолжится само.
