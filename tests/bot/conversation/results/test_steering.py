"""Steering what is being painted, by button and by picture."""

from __future__ import annotations

import time

from bot.jobs.model import Job, StopRequest
from tests.bot.conversation.conftest import HOME, Chat
from tests.support.fake_telegram import Refusal
from tests.support.jobs import job_now


async def running(chat: Chat) -> Job:
    """Send two photos; returns their job, which runs."""
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    return job


async def steered(chat: Chat, job: Job, verb: str, count: int = 0) -> str:
    answer = await chat.tap(f"v1:{verb}:{job.id}.{count}")
    assert answer is not None
    return answer


async def test_stronger_and_softer_change_the_job_once_for_each_state_of_its_card(chat: Chat) -> None:
    job = await running(chat)
    assert await steered(chat, job, "turnstronger") == "Done: from the next iteration on."
    assert (await steered(chat, job, "turnstronger")).startswith("That has changed already")
    stronger = await job_now(chat.store, job.id)
    assert stronger.request.settings.style_weight > job.request.settings.style_weight
    assert await steered(chat, job, "turnsofter", 1) == "Done: from the next iteration on."
    assert len((await job_now(chat.store, job.id)).request.earlier) == 2


async def test_who_thinks_again_before_the_card_has_changed_is_heard(chat: Chat) -> None:
    job = await running(chat)
    await steered(chat, job, "turnstronger")
    assert await steered(chat, job, "turnsofter") == "Done: from the next iteration on."
    assert await steered(chat, job, "turnstyle") == "Now send the new style."
    await chat.feed(chat.picture("green"))
    assert await steered(chat, job, "turnstronger") == "Done: from the next iteration on."
    now = await job_now(chat.store, job.id)
    assert len(now.request.earlier) == 4
    assert now.request.settings.style_weight > job.request.settings.style_weight


async def test_the_question_for_a_style_is_known_and_loses_its_button_when_it_is_answered(chat: Chat) -> None:
    job = await running(chat)
    await steered(chat, job, "turnstyle")
    draft = await chat.store.read(lambda tx: tx.drafts.get(HOME))
    assert draft is not None
    assert draft.card_message_id is not None
    await chat.feed(chat.picture("green"))
    edit = chat.telegram.of("editMessageReplyMarkup")[-1]
    assert int(edit.parameters["message_id"]) == draft.card_message_id
    assert not edit.parameters.get("reply_markup")


async def test_the_next_picture_is_the_new_style(chat: Chat) -> None:
    job = await running(chat)
    assert await steered(chat, job, "turnstyle") == "Now send the new style."
    assert chat.telegram.said[-1].startswith("Send the new style")
    assert await chat.feed(chat.picture("green")) == []
    assert len(chat.telegram.of("setMessageReaction")) == 1  # the card says the rest
    now = await job_now(chat.store, job.id)
    assert now.request.styles != job.request.styles
    assert now.request.earlier[0].styles == job.request.styles
    assert await chat.store.read(lambda tx: tx.drafts.get(HOME)) is None
    assert len(await chat.jobs()) == 1


async def test_where_no_reactions_are_allowed_words_say_that_the_style_was_taken(chat: Chat) -> None:
    await steered(chat, await running(chat), "turnstyle")
    chat.telegram.answer_next("setMessageReaction", Refusal(400, "Bad Request: REACTION_INVALID"))
    said = await chat.feed(chat.picture("green"))
    assert said == ["That is its style from now on; the card shows how it turns."]


async def test_a_photo_that_waits_goes_on_waiting(chat: Chat) -> None:
    job = await running(chat)
    await chat.feed(chat.picture("white"))
    await steered(chat, job, "turnstyle")
    await chat.feed(chat.picture("green"))
    draft = await chat.store.read(lambda tx: tx.drafts.get(HOME))
    assert draft is not None
    assert (draft.content is not None, draft.styles, draft.steers) == (True, (), None)
    assert (await job_now(chat.store, job.id)).request.styles != job.request.styles


async def test_a_style_that_waits_is_taken_at_once(chat: Chat) -> None:
    job = await running(chat)
    await chat.feed(chat.picture("white"))
    (subject,) = {data.split(":")[2] for data in chat.buttons() if ":asstyle:" in data}
    await chat.tap(f"v1:asstyle:{subject}")
    assert await steered(chat, job, "turnstyle") == "Done: from the next iteration on."
    assert (await job_now(chat.store, job.id)).request.styles != job.request.styles


async def test_a_style_that_comes_too_late_is_a_photo_like_any_other(chat: Chat) -> None:
    job = await running(chat)
    await steered(chat, job, "turnstyle")
    await chat.store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
    said = await chat.feed(chat.picture("green"))
    assert said[0].startswith("I have the photo.")
    assert (await job_now(chat.store, job.id)).request.styles == job.request.styles


async def test_what_is_over_cannot_be_steered(chat: Chat) -> None:
    job = await running(chat)
    await chat.store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
    assert await steered(chat, job, "turnstronger") == "This picture is finished already."
    assert await chat.tap("v1:turnstyle:nothing.0") == "This picture is finished already."
    assert await chat.tap(f"v1:turnsofter:{job.id}.x") == "This picture is finished already."
