# Qué se guarda de las personas y cómo se borra

privacy-kept =
    Lo que guardo de ti y durante cuánto tiempo:
    • tus fotos y lo que he pintado con ellas: { $pictures } desde la última vez que se usaron
    • lo que me has encargado, sin las imágenes (ajustes y horas): { $jobs }
    • tus ajustes y tu idioma: hasta que los cambies
    • los estilos que guardas (/savestyle): hasta que los borres
    • los estilos que compartes (/share): hasta que los retires; los demás solo conocen sus nombres, nunca de quién son
    • los números de mis mensajes para ti, para que solo tú puedas usar sus botones y yo pueda borrarlos: { $messages }
    • cuánto me has encargado hoy, por el límite diario: un día
    En las fotos busco caras, para que en la pintura sigan siéndolo. No reconozco a nadie y solo guardo cuántas hay.
    No guardo nombres ni nada más de lo que escribes, y nadie más recibe nada de ello. Telegram conserva este chat a su manera.
    /forget lo borra todo al momento, menos la cuenta del límite diario y un bloqueo.
forget-question =
    ¿Borro todo lo que guardo de ti, en todos los chats: fotos, pinturas y ajustes? Lo que esté en curso se cancela, y desaparecen mis mensajes para ti de las últimas { $messages }.
    No se puede deshacer.
forget-begun = Estoy borrando todo lo que guardo de ti…
forget-kept = De acuerdo, no he borrado nada.
forget-done =
    Listo: ya no guardo nada de ti.
    Telegram aún tiene lo que enviaste aquí y mis mensajes de hace más de { $messages }. Para eliminarlos también, vacía el historial de este chat.
    Lo que envíes a partir de ahora empieza de cero.
forget-not-yours = Solo puede contestar quien lo ha pedido. Si quieres pedirlo tú: /forget
button-erase = 🗑 Borrar todo
button-spare = Conservar
command-privacy = Qué guardo de ti y cuánto tiempo
command-forget = Borrar todo lo que guardo de ti
span-hours = { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}
span-days = { $days ->
    [one] { $days } día
   *[other] { $days } días
}
