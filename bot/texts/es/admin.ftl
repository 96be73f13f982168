# Para los administradores del bot

admin-stats-day = Últimas 24 horas: { $people } personas, { $jobs } imágenes (pintadas { $painted }, fallidas { $failed }, canceladas { $cancelled })
admin-stats-means = De media: { $painting } pintando, { $wait } de espera antes
admin-stats-now = Ahora: { $running } en marcha, { $waiting } en espera
admin-queue-running = ▶ { $job } · usuario { $user } · { $iteration }/{ $iterations } · { $recipe }
admin-queue-waiting = { $place }. { $job } · usuario { $user } · { $recipe }
admin-queue-more = … y { $count } más
admin-queue-empty = No hay nada en marcha ni en espera.
admin-no-job = Ningún trabajo único en marcha o en espera empieza por «{ $job }». Los nombres están en /queue
admin-killed = { $job } se está cancelando; se avisa a su dueño.
admin-not-told = No se ha podido avisar a su dueño.
admin-banned = { $user } está en la lista de bloqueados. { $count ->
    [one] Se ha cancelado una imagen suya.
   *[other] Se han cancelado { $count } imágenes suyas.
} Para deshacerlo: /unban
admin-unbanned = { $user } puede volver a usarme.
admin-not-banned = { $user } no estaba en la lista de bloqueados.
admin-quota = El usuario { $user } tiene { NUMBER($quota, maximumFractionDigits: 1) } puntos al día. Un punto pinta 512 px con 300 iteraciones.
admin-backup = Copia { $name }: la base de datos y { $count ->
    [one] una imagen
   *[other] { $count } imágenes
}, { NUMBER($size, maximumFractionDigits: 1) } MB. Está en la carpeta «backups» de los datos; guárdala con el mismo cuidado.
admin-backup-damaged = { $count ->
    [one] Falta o está dañada una imagen que figura
   *[other] Faltan o están dañadas { $count } imágenes que figuran
} en la base de datos; «python -m bot verify» las enumera.
admin-backup-failed = No se ha podido hacer la copia. El motivo está en el registro.
admin-usage-kill = Di qué trabajo, con cuatro o más caracteres de su nombre. Ejemplo: /kill 1a2b
admin-usage-ban = Di a quién, por su número: una persona, o un chat con su signo menos (no se puede bloquear a un administrador, ni los números que Telegram da a todos los administradores anónimos, canales y reenvíos). Ejemplo: /ban 1234567
admin-usage-unban = Di a quién, por su número: una persona, o un chat con su signo menos. Ejemplo: /unban 1234567
admin-usage-quota = Di qué usuario y cuántos puntos al día, o «default». Ejemplo: /quota 1234567 100
admin-started = Ya estoy en marcha. Imágenes que continúan: { $jobs }.
admin-crashed = Vuelvo a estar en marcha tras una caída; había arrancado hace { $time }. Imágenes que continúan: { $jobs }.
admin-disk-full = El disco está casi lleno: quedan { $megabytes } MB. No acepto imágenes nuevas; lo que está en marcha continúa.
admin-disk-room = Vuelve a haber sitio en el disco: acepto imágenes como siempre.
mode-open = Acepto y pinto imágenes como siempre.
mode-paused = En pausa: acepto imágenes pero no empiezo ninguna, y quienes esperan lo saben. Para seguir: /resume
mode-draining = Terminando: acabo las que están en marcha, no empiezo ni acepto ninguna. Para volver a lo normal: /resume
killed-by-operator = Mi administrador ha cancelado esta imagen.
command-stats = Cifras del último día
command-queue = Todas las imágenes en curso
command-kill = Cancelar una imagen
command-ban = Bloquear a alguien
command-unban = Desbloquearlo
command-quota = Los puntos al día de alguien
command-pause = No empezar imágenes
command-drain = Acabar las que están en marcha, no aceptar más
command-resume = Volver a trabajar como siempre
command-backup = Hacer una copia de la base de datos y las imágenes
