# Series: fotos pintadas en un estilo

series-send-album = Una serie pinta todas las fotos de un álbum en un estilo. Elige de { $low } a { $high } fotos y envíalas juntas; una imagen suelta será el estilo.
series-send-album-styled = Ya tengo el estilo de la serie. Ahora elige de { $low } a { $high } fotos y envíalas juntas, como un álbum.
series-which-style = Tengo { $count ->
    [one] { $count } foto
   *[other] { $count } fotos
} para una serie. ¿Qué estilo les pongo a todas? Envía una imagen, elige uno de los míos o di un nombre, como style=waves.
series-ready =
    { $count ->
        [one] { $count } foto, { $size } px.
       *[other] { $count } fotos, todas en un estilo, { $size } px cada una.
    }
    Cada imagen cuenta: { $count ->
        [one] un puesto en la cola
       *[other] { $count } puestos en la cola
    } y { NUMBER($cost, maximumFractionDigits: 1) } de tus { NUMBER($quota, maximumFractionDigits: 1) } puntos diarios (quedan { NUMBER($free, maximumFractionDigits: 1) } libres). Mientras la mayoría espere, no puedes empezar nada más.
    Los demás tendrán su turno entre medias. ¿Empiezo? También puedes mandar otro estilo u otros ajustes.
series-kept = { $count ->
    [one] Guardo la foto de la serie: empieza desde aquí.
   *[other] Guardo las { $count } fotos de la serie: empieza desde aquí.
}
series-progress =
    <b>Serie de { $count ->
        [one] { $count } imagen
       *[other] { $count } imágenes
    }</b> · hechas: { $done }
    { $bar }
series-painting = Pintando ahora: la imagen { $numbers }
series-next = Sigue: la imagen { $number }, en el puesto { $place } de la cola
series-on-hold = Sigue: la imagen { $number }, en el puesto { $place } de la cola. Mi operador ha puesto la pintura en pausa; continuará por sí sola.
series-eta = { $words } · todas listas en ≈{ $left }
series-stopping = Parando…
series-done = <b>Serie de { $count ->
    [one] { $count } imagen
   *[other] { $count } imágenes
}</b> · pintadas: { $painted }. Están en el álbum de abajo; un número envía una otra vez, con sus botones, en el orden de tus fotos.
series-none = <b>Serie</b> · no se ha pintado nada.
series-failed-picture = La imagen { $number } no ha salido. { $reason }
series-canceled = Sin pintar, porque paraste: { $numbers }
series-retry = 🔁 lo intenta otra vez con una sola.
series-left-out = Sin pintar: { $numbers }
series-told = { $count ->
    [one] Aquí tienes tu cuadro de la serie.
   *[other] Aquí tienes tus { $count } cuadros.
}
limit-series-quota = { $count ->
    [one] Esta serie cuesta
   *[other] Estas { $count } imágenes cuestan
} { NUMBER($cost, maximumFractionDigits: 1) } de tus { NUMBER($quota, maximumFractionDigits: 1) } puntos diarios; quedan { NUMBER($free, maximumFractionDigits: 1) } libres.
limit-series-cost = { $count ->
    [one] Esta serie cuesta
   *[other] Estas { $count } imágenes cuestan
} { NUMBER($cost, maximumFractionDigits: 1) } puntos; tienes { NUMBER($quota, maximumFractionDigits: 1) } al día. Más pequeñas cuestan menos: size=384
button-series = { $count ->
    [one] 🖼 { $count } en un estilo
   *[other] 🖼 Las { $count } en un estilo
}
button-startseries = { $count ->
    [one] ▶ Pintar { $count }
   *[other] ▶ Pintar las { $count }
}
button-stopseries = ✖ Cancelar todas
button-stopseries-keep = ⏹ Parar y enviar las hechas
command-series = Varias fotos en un estilo
series-no-photos = Las pinturas de tu serie están listas, pero no puedo enviar imágenes en este chat. En cuanto un administrador me permita enviar fotos, llegarán solas.
