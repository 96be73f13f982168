"""The commands, and texts that are none."""

from __future__ import annotations

import time
from functools import partial

from bot.conversation import drafts
from bot.conversation.starting import Outcome, advance, describe, example, mistake_text, settings_of
from bot.conversation.turn import Turn
from bot.jobs.model import Job, JobState, Preferences, StopRequest
from bot.store import Draft, Transaction
from bot.texts import recipe
from bot.texts.look_up import Texts
from bot.texts.recipe import Mistake
from engine.settings import Range

#: In the order of Telegram's menu.
NAMES = (
    "start",
    "help",
    "iterations",
    "size",
    "settings",
    "status",
    "cancel",
    "language",
    "history",
    "privacy",
    "forget",
)


async def start(turn: Turn) -> None:
    """What this bot is."""
    await turn.settle()
    await turn.answer(turn.texts.say("start"))


async def help_(turn: Turn) -> None:
    """What it can do."""
    await turn.settle()
    iterations, size = turn.services.ranges["iterations"], turn.services.ranges["size"]
    await turn.answer(turn.texts.say("help", iterations=_span(iterations), size=_span(size)))


async def setting(turn: Turn, name: str) -> None:
    """`/iterations` and `/size`: the value and its range, or a new value, kept for this person in this chat."""
    if not turn.argument:
        await _show_setting(turn, name)
        return
    allowed = turn.services.ranges[name]
    value = recipe.read_number(turn.argument, allowed)
    if value is None:
        await turn.settle()
        mistake = Mistake(name, turn.argument, allowed)
        await turn.answer(mistake_text(mistake, turn.services, turn.texts, command=True))
        return
    outcome = await turn.commit(partial(_save_setting, turn, name, value))
    lines = [turn.texts.say(f"setting-saved-{name}", value=value)]
    buttons = None
    if outcome is not None and outcome.refusal is not None:
        text, buttons = describe(outcome, turn.services, turn.texts)
        lines.append(text)
    await turn.answer("\n".join(lines), buttons)


async def settings(turn: Turn) -> None:
    """All settings of this person in this chat."""
    kept = await turn.commit(lambda tx: tx.chats.preferences(turn.place.chat_id, turn.place.user_id))
    ranges = turn.services.ranges
    text = turn.texts.say(
        "settings",
        recipe=recipe.write(settings_of(turn.services, kept, Preferences())),
        low_iterations=f"{ranges['iterations'].low:g}",
        high_iterations=f"{ranges['iterations'].high:g}",
        low_size=f"{ranges['size'].low:g}",
        high_size=f"{ranges['size'].high:g}",
    )
    await turn.answer(text)


async def status(turn: Turn) -> None:
    """This person's jobs in this chat, and the photo that waits for its partner."""

    async def work(tx: Transaction) -> list[str]:
        jobs = await tx.jobs.unfinished_of(turn.place.chat_id, turn.place.user_id)
        lines = [_status_line(turn.texts, job, await tx.jobs.queue_place(job.id)) for job in jobs]
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, time.time())
        return lines + _draft_lines(turn.texts, draft)

    lines = await turn.commit(work)
    await turn.answer("\n".join(lines) or turn.texts.say("status-none"))


async def cancel(turn: Turn) -> None:
    """Stop this person's jobs here and forget the draft."""
    now = time.time()

    async def work(tx: Transaction) -> tuple[int, bool]:
        jobs = await tx.jobs.unfinished_of(turn.place.chat_id, turn.place.user_id)
        mine = [job for job in jobs if job.place == turn.place]
        for job in mine:
            await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now)
        return len(mine), await tx.drafts.delete(turn.place)

    count, had_draft = await turn.commit(work)
    texts = turn.texts
    lines = [texts.say("cancelled-jobs", count=count)] if count else []
    lines += [texts.say("cancelled-draft")] if had_draft else []
    await turn.answer("\n".join(lines) or texts.say("cancelled-nothing"))


async def text(turn: Turn) -> None:
    """A message in words: settings for the next picture, or nothing that the bot can use."""
    words = recipe.read(turn.message.text, turn.services.ranges)
    if not words or not is_addressed(turn):
        await hint(turn, "text")
        return
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        return await advance(tx, turn.services, drafts.with_settings(draft, words.settings, now), now, words.mistakes)

    outcome = await turn.commit(work)
    answer, buttons = describe(outcome, turn.services, turn.texts)
    if outcome.job is None and words.settings and not words.mistakes and outcome.refusal is None:
        noted = " ".join(f"{name}={value}" for name, value in words.settings.items())
        answer = "\n".join(filter(None, [turn.texts.say("settings-noted", recipe=noted), answer]))
    if answer:
        await turn.answer(answer, buttons)


async def hint(turn: Turn, code: str) -> None:
    """One line about what cannot be used. In groups only for those who speak to the bot."""
    await turn.settle()
    if is_addressed(turn):
        await turn.answer(turn.texts.problem(code))


def is_addressed(turn: Turn) -> bool:
    """Whether a message is meant for the bot: always in private; in a group a reply to it, or one that names it."""
    if turn.in_private:
        return True
    message = turn.message
    words = f"{message.text or ''} {message.caption or ''}".lower()
    author = message.reply_to_message.from_user if message.reply_to_message else None
    return f"@{turn.services.bot_name}".lower() in words or (author is not None and author.id == turn.services.bot_id)


async def _show_setting(turn: Turn, name: str) -> None:
    kept = await turn.commit(lambda tx: tx.chats.preferences(turn.place.chat_id, turn.place.user_id))
    value = getattr(settings_of(turn.services, kept, Preferences()), name)
    allowed = turn.services.ranges[name]
    await turn.answer(
        turn.texts.say(
            f"setting-{name}",
            value=str(value),
            low=f"{allowed.low:g}",
            high=f"{allowed.high:g}",
            example=str(example(turn.services, name)),
        )
    )


async def _save_setting(turn: Turn, name: str, value: int, tx: Transaction) -> Outcome | None:
    """Keep it; two photos that waited for a good value start."""
    chat_id, user_id = turn.place.chat_id, turn.place.user_id
    kept = await tx.chats.preferences(chat_id, user_id)
    await tx.chats.save_preferences(chat_id, user_id, drafts.merged(kept, {name: value}))
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, time.time())
    if not drafts.is_complete(draft):
        return None
    return await advance(tx, turn.services, draft, time.time())


def _span(allowed: Range) -> str:
    return f"{allowed.low:g}–{allowed.high:g}"


def _status_line(texts: Texts, job: Job, place: int) -> str:
    words = recipe.write(job.settings)
    done = job.progress.iteration if job.progress is not None else 0
    total = job.settings.iterations
    if job.state is JobState.RUNNING:
        return texts.say("status-running", iteration=str(done), iterations=str(total), recipe=words)
    if job.checkpoint is not None:
        kept = str(job.checkpoint_iteration)
        return texts.say("status-paused", iteration=kept, iterations=str(total), recipe=words)
    return texts.say("status-queued", place=str(place), recipe=words)


def _draft_lines(texts: Texts, draft: Draft) -> list[str]:
    if drafts.is_complete(draft):
        return [texts.say("status-draft-both")]
    if draft.content is not None:
        return [texts.say("status-draft-content")]
    if draft.style is not None:
        return [texts.say("status-draft-style")]
    return []
