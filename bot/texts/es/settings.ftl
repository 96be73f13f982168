# Ajustes

setting-iterations = iterations está en { $value }. Puede ir de { $low } a { $high }: con más, el resultado es más fino y tarda más. Ejemplo: /iterations { $example }
setting-size = size está en { $value } píxeles en el lado más largo. Puede ir de { $low } a { $high }: cuanto más grande, más tarda. Ejemplo: /size { $example }
setting-saved-iterations = A partir de ahora pinto aquí { $value } iteraciones.
setting-saved-size = A partir de ahora pinto aquí con { $value } píxeles en el lado más largo.
bad-iterations = iterations tiene que ser un número entero de { $low } a { $high }, no «{ $value }». Ejemplo: { $example }
bad-size = size tiene que ser un número entero de { $low } a { $high }, no «{ $value }». Ejemplo: { $example }
bad-setting = No existe el ajuste «{ $name }». En el pie de foto puedes poner: iterations=300 size=768
settings =
    Tus ajustes aquí: { $recipe }
    /iterations de { $low_iterations } a { $high_iterations }, /size de { $low_size } a { $high_size }.
    Un pie de foto como «iterations=300 size=768» los cambia para una sola imagen.
settings-noted = Anotado para la próxima imagen: { $recipe }

language-name = Español
choose-language = ¿En qué idioma quieres que te hable aquí? Tócalo o escríbelo, por ejemplo: /language { $example }
language-saved = A partir de ahora te hablo aquí en español.
bad-language = No conozco el idioma «{ $value }». Hablo { $languages }. Ejemplo: /language { $example }
