# Todo lo demás

not-allowed = Este bot es privado: su administrador no ha autorizado tu cuenta o este chat.
sorry = Algo ha fallado por mi parte; ha quedado anotado. Inténtalo otra vez, por favor.
too-many-messages = Envías más de lo que puedo atender, así que he dejado fuera tus últimos mensajes. Espera un momento, por favor, y vuelve a enviarlos.
command-start = Cómo funciona
command-help = Todos los comandos
command-iterations = Cuántos pasos doy al pintar
command-size = A qué tamaño pinto
command-settings = Todos los ajustes, con botones
command-status = Tus imágenes en curso
command-cancel = Parar y olvidar
command-language = El idioma en que te hablo
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min
no-photos-here = Aquí puedo escribir, pero no enviar imágenes ni archivos. Un administrador de este chat puede permitirlo.
