# What is kept of people, and how it is deleted

privacy-kept =
    What I store about you, and for how long:
    • your photos, and what I painted of them: { $pictures } after they were last used
    • what you had painted, without the pictures (settings and times): { $jobs }
    • your settings and your language: until you change them
    • styles that you keep (/savestyle): until you delete them
    • styles that you share (/share): until you take them back; others learn only their names, never whose they are
    • the numbers of my messages to you, so that only you can use their buttons and I can delete them: { $messages }
    • how much you had painted today, for the daily limit: one day
    I look for faces in photos, so that a painting keeps them. I recognize nobody, and I keep only how many there are.
    I keep no names, and nothing else of what you write; others get none of it. Telegram keeps this chat in its own way.
    /forget deletes all of it now, except for the daily limit and a ban.
forget-question =
    Shall I delete everything that I store about you, in all chats: photos, paintings, settings? What is in work is canceled, and my messages to you of the last { $messages } disappear.
    This cannot be undone.
forget-begun = I am deleting everything that I store about you…
forget-kept = All right, nothing was deleted.
forget-done =
    Done: I keep nothing of you any more.
    Telegram still has what you sent here, and my messages that are older than { $messages }. To be rid of those too, clear this chat’s history.
    Whatever you send now begins anew.
forget-not-yours = Only the person who asked can answer this. For yourself, say /forget
button-erase = 🗑 Delete everything
button-spare = Keep it
command-privacy = What I store about you, and how long
command-forget = Delete everything that I store about you
span-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
span-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
