"""Taps on buttons: the table of what each kind does. The type checker proves that none is missing."""

from __future__ import annotations

import time
from typing import assert_never

from bot.conversation.chats import privacy
from bot.conversation.chats.language import language_tapped
from bot.conversation.chats.welcome import open_gallery, paint_example
from bot.conversation.core.permission import permitted
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import regions, series
from bot.conversation.draft import taps as draft_taps
from bot.conversation.draft.stills import use_still
from bot.conversation.gallery import styles
from bot.conversation.gallery.saving import keep_tapped
from bot.conversation.gallery.sharing import share_tapped, unshare_tapped
from bot.conversation.results.film import film_tapped
from bot.conversation.results.follow_ups import follow_up_tapped, restyle
from bot.conversation.results.history import send_again
from bot.conversation.results.menu import menu_tapped
from bot.conversation.results.results import send_original
from bot.conversation.results.steering import strength_tapped, style_tapped
from bot.conversation.results.stickers import sticker_tapped
from bot.conversation.results.variants import sketch_tapped, take_tapped
from bot.conversation.settings.commands import panel_tapped
from bot.jobs.follow_ups import FollowUpKind
from bot.jobs.model import FINISHED, JobState, StopRequest
from bot.store import Transaction
from bot.transport import button_kinds as kinds
from bot.transport.button_kinds import Button
from bot.transport.verbs import DraftVerb, JobVerb, PersonVerb, Verb


async def tap(context: UpdateContext) -> None:
    """Somebody pressed a button."""
    button = await permitted(context)
    if button is not None:
        await _do(context, button)


async def _do(context: UpdateContext, button: Button) -> None:
    match button:
        case kinds.JobButton(job, verb):
            await _of_job(context, job, verb)
        case kinds.SketchButton(job, number):
            await take_tapped(context, job, number)
        case kinds.OtherStyleButton(job):
            await style_tapped(context, job)
        case kinds.SteeringButton(job, number, verb):
            await strength_tapped(context, job, number, verb)
        case kinds.SwapButton(job, photo):
            await draft_taps.swap_tapped(context, job, photo)
        case kinds.SeriesButton(of):
            await series.stop(context, of)
        case kinds.DraftButton(_, draft, verb):
            await _of_draft(context, draft, verb)
        case kinds.RoleButton():
            await draft_taps.change_role(context, button)
        case kinds.LastButton():
            await draft_taps.with_pictures_of(context, button)
        case kinds.PickButton(_, draft, choice):
            await draft_taps.pick(context, draft, choice)
        case kinds.PageButton(_, draft, page, Verb.STYLES):
            await styles.show_page(context, draft, page)
        case kinds.PageButton(_, draft, page, _):
            await styles.show_own(context, draft, page)
        case kinds.StyleButton(_, draft, number):
            await styles.choose_style(context, draft, number)
        case kinds.DeleteStyleButton(_, draft, number, page):
            await styles.delete(context, draft, number, page)
        case kinds.PartButton(_, draft, part, verb):
            await regions.choose_part(context, draft, part, to_protect=verb is Verb.PROTECT_PART)
        case kinds.RegionButton(_, mask, verb):
            await regions.region_tapped(context, mask, verb)
        case kinds.PersonButton(_, verb):
            await _of_person(context, verb)
        case kinds.UnshareButton(_, number):
            await unshare_tapped(context, number)
        case kinds.SettingsButton():
            await panel_tapped(context, button)
        case kinds.LanguageButton(language):
            await language_tapped(context, language)
        case _:
            assert_never(button)


async def _of_job(context: UpdateContext, job: str, verb: JobVerb) -> None:
    match verb:
        case Verb.CANCEL:
            await _stop(context, job, StopRequest.CANCEL)
        case Verb.KEEP:
            await _stop(context, job, StopRequest.KEEP)
        case Verb.ORIGINAL:
            await send_original(context, job)
        case Verb.RESEND:
            await send_again(context, job)
        case Verb.RESTYLE:
            await restyle(context, job)
        case Verb.MENU | Verb.BACK | Verb.ASK_SHARE:
            await menu_tapped(context, verb, job)
        case Verb.FILM:
            await film_tapped(context, job)
        case Verb.STICKER:
            await sticker_tapped(context, job)
        case Verb.KEEP_STYLE:
            await keep_tapped(context, job)
        case Verb.SHARE:
            await share_tapped(context, job)
        case Verb.STRONGER | Verb.SOFTER | Verb.COLORS | Verb.FACES | Verb.BIGGER | Verb.MORE:
            await follow_up_tapped(context, FollowUpKind(verb), job)
        case Verb.AGAIN | Verb.PAINT | Verb.VARIANTS | Verb.RETRY:
            await follow_up_tapped(context, FollowUpKind(verb), job)
        case _:
            assert_never(verb)


async def _of_draft(context: UpdateContext, draft: str, verb: DraftVerb) -> None:
    match verb:
        case Verb.START:
            await draft_taps.start_tapped(context, draft)
        case Verb.DROP:
            await draft_taps.drop(context, draft)
        case Verb.SKETCH:
            await sketch_tapped(context, draft)
        case Verb.REST_STAYS:
            await regions.leave_rest(context, draft)
        case Verb.SERIES | Verb.START_SERIES:
            await series.series_tapped(context, verb, draft)
        case _:
            assert_never(verb)


async def _of_person(context: UpdateContext, verb: PersonVerb) -> None:
    match verb:
        case Verb.STILL:
            await use_still(context)
        case Verb.EXAMPLE:
            await paint_example(context)
        case Verb.GALLERY:
            await open_gallery(context)
        case Verb.ERASE:
            await privacy.erase(context)
        case Verb.SPARE:
            await privacy.spare(context)
        case _:
            assert_never(verb)


async def _stop(context: UpdateContext, job_id: str, request: StopRequest) -> None:
    async def work(tx: Transaction) -> str:
        job = await tx.jobs.get(job_id)
        if job is None:
            return "tap-over"
        stopped = await tx.jobs.request_stop(job_id, request, time.time()) or job
        if stopped.state is JobState.CANCELED:
            return "tap-canceled"
        if stopped.state in FINISHED:
            return "tap-over"
        return "tap-keeping" if stopped.status.stop_request is StopRequest.KEEP else "tap-canceled"

    await context.answer_tap(context.texts.say(await context.commit(work)))
