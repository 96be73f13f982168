# Earlier paintings

history-shown = Your last paintings here, newest first. A number sends one again, with its buttons.
history-none = There are no paintings of yours here that I still have. Send two photos to begin.
history-sending = Here it comes.
command-history = Your last paintings
command-variants = Four small pictures to choose from
command-again = Paint the last one once more
