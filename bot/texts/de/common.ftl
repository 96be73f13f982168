# Alles andere

not-allowed = Dieser Bot ist privat: Sein Betreiber hat dich oder diesen Chat nicht freigeschaltet.
sorry = Bei mir ist etwas schiefgegangen; es ist vermerkt. Bitte versuch es noch einmal.
too-many-messages = So schnell komme ich nicht hinterher; deine letzten Nachrichten habe ich ausgelassen. Bitte warte einen Moment und schick sie dann noch einmal.
command-start = So funktioniert es
command-help = Alle Befehle
command-iterations = Wie viele Schritte ich male
command-size = Wie groß ich male
command-settings = Alle Einstellungen, mit Knöpfen
command-status = Deine Bilder in Arbeit
command-cancel = Abbrechen und vergessen
command-language = Die Sprache, die ich spreche
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min
no-photos-here = Ich darf hier schreiben, aber keine Bilder und Dateien senden. Ein Admin dieses Chats kann es erlauben.
