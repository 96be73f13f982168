# Límites

limit-jobs = { $count ->
    [one] Tienes una imagen en curso, que es el máximo a la vez.
   *[other] Tienes { $count } imágenes en curso, que es el máximo a la vez.
}
limit-queue = La cola está llena, así que por ahora no acepto más imágenes.
limit-quota = Esta imagen cuesta { NUMBER($cost, maximumFractionDigits: 1) } de tus { NUMBER($quota, maximumFractionDigits: 1) } puntos al día; solo quedan { NUMBER($free, maximumFractionDigits: 1) }.
limit-cost = Esta imagen cuesta { NUMBER($cost, maximumFractionDigits: 1) } puntos, pero tienes { NUMBER($quota, maximumFractionDigits: 1) } al día. Elige un tamaño menor o menos iteraciones.
problem-storage = Ya guardo tantas imágenes tuyas como puedo. Desaparecen solas un tiempo después de su último uso: /privacy dice cuándo; /forget lo borra todo ahora mismo.
limit-draining = Por ahora no acepto imágenes nuevas, porque mi administrador va a detenerme. Vuelve más tarde, por favor.
limit-instant = Al instante solo pinto fotos enteras, en uno de estos estilos: { $styles }; o en uno tuyo que ya he aprendido (/savestyle lo guarda, /styles dice cuánto me falta). Envía { $example }, o preset=standard para pintarlo como siempre.
limit-wait = Habrá sitio en ≈{ $wait }.
limit-kept = Guardo las dos fotos: empieza aquí cuando haya sitio.
card-on-hold = En la cola, puesto { $place }. Mi administrador ha puesto la pintura en pausa; seguirá sola.
