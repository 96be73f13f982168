"""The fault matrix: what may go wrong, what is promised then, and how the promise is measured.

A test shows a row by `@pytest.mark.fault("key")`, and tells what it measured through the fixture `figure`.
`make faults` runs all of them and prints the table: a row is met when it has tests and all pass.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One row."""

    key: str
    fault: str
    expected: str
    promise: str  #: the figure that is promised
    cannot: str = ""  #: why it cannot be made to happen here; empty: it can, and must have a test


FAULTS = (
    # The bot is killed at a named point.
    Fault("update-uncommitted", "bot killed: update received, not committed", "Telegram sends it again", "lost 0"),
    Fault("offset-not-advanced", "bot killed: job committed, offset not advanced", "duplicate ignored", "extra jobs 0"),
    Fault("placeholder-uncommitted", "bot killed: placeholder sent, not committed", "sent again", "twice at most"),
    Fault("killed-running", "bot killed: job running", "goes on from checkpoint; engine ends", "zombie 2 s at most"),
    Fault("result-uncommitted", "bot killed: result received, not committed", "painted again", "lost 0"),
    Fault("done-unsent", "bot killed: result committed, not sent", "delivered", "lost 0"),
    Fault("sent-uncommitted", "bot killed: result sent, not committed", "edited again", "results twice 0"),
    Fault("series-killed", "bot killed: at each step of a series", "one card, one album", "lost 0, twice 0"),
    Fault("share-killed", "bot killed: style shared, or withdrawn", "done at the next start", "names 1, reached 0"),
    Fault("random-kills", "bot killed at random moments, from a seed", "all of the above", "lost 0, twice 0"),
    # The engine.
    Fault("engine-killed", "engine killed: import, compile, iterating, preview, result, idle", "retry", "lost 0"),
    Fault("series-engine-killed", "engine killed while it paints a series", "that picture is retried", "lost 0"),
    Fault("engine-death-seen", "engine killed: how long until the bot knows", "seen at once", "0.1 s at most"),
    Fault("engine-hang", "engine hangs (no iteration)", "killed, retried", "threshold + 10 s"),
    Fault("out-of-memory", "out of memory, host or GPU", "one smaller retry, told", "bot crashes 0"),
    Fault("not-a-number", "NaN in the loss", "stopped, explained", "NaN pictures 0"),
    Fault("poison-job", "a job that kills the engine", "set aside and told after 3", "loops 0"),
    Fault("stale-result", "result of an earlier attempt", "refused", "accepted 0"),
    Fault("cancel", "cancel in each state", "canceled once", "1 iteration + 1 s at most"),
    Fault(
        "steering-killed",
        "bot or engine killed while a painting is steered",
        "changed once, goes on",
        "lost 0, twice 0",
    ),
    Fault("sketch-killed", "bot killed around sketches and the choice", "sketched again, chosen once", "lost 0"),
    Fault("region-killed", "bot or engine killed around regions", "asked about, settled, painted once", "lost 0"),
    Fault("shutdown", "SIGTERM in each state", "ended, told, resumed at the next start", "20 s at most"),
    # A Ray cluster.
    Fault("node-killed", "cluster: node killed in mid-job", "goes on elsewhere from checkpoint", "20 s at most"),
    Fault("gateway-killed", "cluster: gateway killed", "its work ends; replaced", "zombie 2 s at most"),
    Fault(
        "gateway-frozen", "cluster: bot's machine or network gone", "its work stops; may go on", "zombie 2 s at most"
    ),
    Fault("cluster-versions", "cluster: other Ray, other Stylegram", "refused, said why", "given work 0"),
    Fault("head-killed", "cluster: head and nodes killed", "bot lives, jobs wait and go on", "bot exits 0"),
    Fault("cluster-member", "cluster: a member looks for the bot's secrets", "finds nothing", "secrets 0, files 0"),
    Fault("cluster-open", "cluster: no token asked for", "not joined, said why", "joined 0"),
    # The disk and the database.
    Fault("disk-full", "disk full (database, log, pictures)", "refuses, goes on serving, recovers", "corrupt 0"),
    Fault("disk-errors", "reads and writes of the disk fail", "no silent start, nothing half-written", "lost 0"),
    Fault("database-locked", "database locked for longer than 5 s", "retried, nothing confirmed", "lost 0"),
    Fault("database-corrupt", "a page of the database damaged", "loud stop, restore", "silent starts 0"),
    Fault("maintenance-killed", "killed in backup, restore or migration", "the next start goes on", "lost 0"),
    Fault("power-cut", "power cut", "what was confirmed is there", "lost 0", cannot="needs a virtual machine to reset"),
    # Telegram and the network.
    Fault("too-many-requests", "429 with retry_after, short and long", "obeyed, previews drop first", "violations 0"),
    Fault("server-errors", "5xx, resets, timeouts before the effect", "backs off, capped", "lost 0"),
    Fault("timeout-after-send", "timeout after the effect", "edited again", "results twice 0"),
    Fault("kicked", "403: blocked or kicked", "jobs closed", "storms 0"),
    Fault("card-deleted", "card deleted by a person", "result sent anew", "results 1"),
    Fault("chat-migrated", "group became a supergroup", "goes on in the new chat", "lost 0"),
    Fault("second-poller", "second poller (409)", "stops loudly", "double runs 0"),
    Fault("no-network", "a minute without network", "back-off capped, all delivered after it", "lost 0"),
    Fault("webhook-forged", "webhook call without the secret", "refused", "accepted 0"),
    # What people send.
    Fault("illegible-updates", "updates that the library cannot read", "confirmed, counted, others served", "deaf 0"),
    Fault("duplicate-updates", "updates duplicated or in another order", "once each", "extra jobs 0"),
    Fault("hostile-pictures", "bomb, truncated, polyglot, odd modes, EXIF", "normalized or refused", "bot crashes 0"),
    Fault("fuzz", "random bytes for decoder, frames, callback data", "refused", "crashes 0 of 100,000"),
    Fault("token", "logs, errors, children, files, core dumps", "the token is nowhere", "occurrences 0"),
    Fault("strangers", "people and chats outside the allow-list, others' buttons", "refused", "accepted 0"),
    Fault("forged-taps", "taps with any data under messages for others", "refused, nothing is edited", "edited 0"),
    Fault("album-backlog", "an album completes while 10,000 updates of others wait", "as quick as ever", "steps x2"),
    Fault(
        "unnamed-files", "pictures that are refused, one after the other", "charged, then gone", "beyond the limit 0"
    ),
    Fault("clock", "clock jumps by an hour, both ways", "monotonic timers", "false timeouts 0"),
    Fault("flood", "one user sends 1,000 requests", "cap per user, others in turn", "others wait 1 job at most"),
    Fault("soak", "jobs and kills for a long time", "memory and descriptors flat", "zombies 0"),
)

BY_KEY = {fault.key: fault for fault in FAULTS}
