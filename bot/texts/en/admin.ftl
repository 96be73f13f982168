# For the bot's admins

admin-stats-day = Last 24 hours: people { $people }, pictures { $jobs } (painted { $painted }, failed { $failed }, canceled { $cancelled })
admin-stats-means = On average: painting { $painting }, waiting before it { $wait }
admin-stats-now = Now: running { $running }, waiting { $waiting }
admin-queue-running = ▶ { $job } · user { $user } · { $iteration }/{ $iterations } · { $recipe }
admin-queue-waiting = { $place }. { $job } · user { $user } · { $recipe }
admin-queue-more = … and { $count } more
admin-queue-empty = Nothing runs or waits.
admin-no-job = No single job that runs or waits begins with “{ $job }”. /queue shows their names.
admin-killed = { $job } is being canceled, and its owner is told.
admin-not-told = Its owner could not be told.
admin-banned = { $user } is banned. { $count ->
    [one] One picture of theirs is canceled.
   *[other] { $count } pictures of theirs are canceled.
} /unban takes it back.
admin-unbanned = { $user } may use me again.
admin-not-banned = { $user } was not banned.
admin-quota = User { $user } has { NUMBER($quota, maximumFractionDigits: 1) } points a day. One point paints 512 px with 300 iterations.
admin-backup = Backup { $name }: the database and { $count ->
    [one] one picture
   *[other] { $count } pictures
}, { NUMBER($size, maximumFractionDigits: 1) } MB. It is in the folder “backups” of the data; keep it as safe as those.
admin-backup-damaged = { $count ->
    [one] One picture that the database names is
   *[other] { $count } pictures that the database names are
} missing or damaged; “python -m bot verify” lists all.
admin-backup-failed = The backup could not be made. The log says why.
admin-usage-kill = Say which job, by four or more characters of its name. Example: /kill 1a2b
admin-usage-ban = Say whom, by number: a person, or a chat with its minus (admins cannot be banned, nor the ids that Telegram gives to all anonymous admins, channels and forwards). Example: /ban 1234567
admin-usage-unban = Say whom, by number: a person, or a chat with its minus. Example: /unban 1234567
admin-usage-quota = Say which user, and how many points a day or “default”. Example: /quota 1234567 100
admin-started = I have started. Pictures that go on: { $jobs }.
admin-crashed = I have started again after a crash; the run before began { $time } ago. Pictures that go on: { $jobs }.
admin-disk-full = The disk is nearly full: { $megabytes } MB are left. I take no new pictures; what is in work goes on.
admin-disk-room = There is room on the disk again: I take pictures as usual.
mode-open = I take and paint pictures as usual.
mode-paused = Paused: I take pictures, but start none, and those who wait are told. /resume goes on.
mode-draining = Draining: I finish the running pictures, start none and take none. /resume goes back to normal.
killed-by-operator = My operator has canceled this picture.
command-stats = Figures of the last day
command-queue = All pictures in work
command-kill = Cancel a picture
command-ban = Shut somebody out
command-unban = Let them in again
command-quota = Somebody’s points a day
command-pause = Start no pictures
command-drain = Finish the running ones, take none
command-resume = Work as usual again
command-backup = Back up database and pictures
