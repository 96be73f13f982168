# Карточка задания

card-queued = Место в очереди: { $place }.
card-next = Место в очереди: 1. Сейчас начну.
card-queued-eta = Место в очереди: { $place } · начну через ≈{ $wait }
card-paused = Прервано на { $iteration } из { $iterations }; скоро продолжу с этого места.
card-starting = Начинаю…
card-learning = Изучаю обе ваши картинки…
card-resumed = Продолжаю с { $iteration } из { $iterations }…
card-foretold = { $words } Будет готово через ≈{ $left }.
card-progress =
    { $bar } { $iteration }/{ $iterations } · ≈{ $left }
    расхождение: содержание { NUMBER($content, maximumSignificantDigits: 3) } · стиль { NUMBER($style, maximumSignificantDigits: 3) }
card-smaller = Для такого размера не хватает памяти, поэтому рисую поменьше.
card-finishing = Завершаю с тем, что есть…
card-done =
    <code>{ $recipe }</code>
    { $iterations ->
        [one] { $iterations } итерация
        [few] { $iterations } итерации
       *[many] { $iterations } итераций
    }, { $width }×{ $height } px, { $time }
card-draft = Первый набросок. Теперь рисую как следует…
card-turning = ↪ { $what }, со следующей итерации
card-turned = ↪ { $what }, с итерации { $since }
card-sketched =
    Четыре варианта. Выберите один, и я его дорисую:
    1 как вы просили · 2 сильнее · 3 с другими цветами · 4 более широкие мазки
card-taken = Вариант { $number }
card-repeated = Это я уже рисовал: те же картинки и настройки. Чтобы получилось иначе, нажмите «Ещё раз».
card-cancelled = Отменено.

told-done = Вот ваша картина.
told-sketched = Вот четыре варианта: выберите один.
told-failed = Эту картину нарисовать не получилось.

failure-internal = У меня что-то пошло не так. Попробуйте ещё раз, пожалуйста.
failure-engine_lost = Движок трижды остановился на этой картине. Попробуйте размер поменьше, например /size 384.
failure-not_finite = Вычисления пошли вразнос. Попробуйте другой образец стиля или меньше итераций.
failure-weights_unavailable = Веса движка не на месте; этим должен заняться администратор бота.
failure-invalid_settings = Эти настройки не сочетаются. Посмотреть их можно в /settings
failure-out_of_memory = Для такого размера не хватает памяти. Попробуйте поменьше, например /size 384.
failure-beyond_memory = Памяти не хватает даже для самого маленького размера; этим должен заняться администратор бота.
failure-picture = Одна из двух картинок не подошла. Пришлите их ещё раз, пожалуйста.
