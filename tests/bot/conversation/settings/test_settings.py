"""The settings of a person in a chat: each by its command and in the panel."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.settings import panel
from bot.jobs.model import Preferences
from bot.jobs.setting_limits import SETTINGS, UserLimits
from bot.languages import Language
from bot.sandbox.entities import utf16_length
from bot.texts.look_up import texts_in
from bot.transport.button_kinds import SettingsButton
from bot.transport.buttons import decode
from engine.presets import CLASSIC, PRESETS
from engine.settings import Colors, Faces, FeatureSource, InitialImage, TransferSettings
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import place_of
from tests.support.updates import STRANGER, USER

OWNER = USER["id"]
GOOD = {
    "iterations": (120, "iterations", 120),
    "size": (256, "size", 256),
    "strength": (70, "strength", 70),
    "colors": ("keep", "colors", Colors.KEEP),
    "style_scale": (150, "style_scale", 1.5),
    "init": ("noise", "init", InitialImage.NOISE),
    "faces": ("painted", "faces", Faces.PAINTED),
    "preset": ("fine", "size", 1024),
}
BAD = {
    "iterations": ("5", "from 10 to 2000"),
    "size": ("4096", "from 128 to 2048"),
    "strength": ("101", "from 0 to 100"),
    "colors": ("red", "style, keep, match"),
    "style_scale": ("5", "from 10 to 400"),
    "init": ("picture", "content, recolored, noise"),
    "faces": ("gone", "natural, painted, off"),
    "preset": ("fast", "draft, standard, fine, classic"),
}


async def painted(chat: Chat) -> TransferSettings:
    """The settings of a job made now."""
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    return (await chat.jobs())[-1].request.settings


def tap(chat: Chat, step: str, **more: Any) -> Any:
    return updates.tap(f"v1:set:{OWNER}.{step}", chat.bot, **more)


def labels(request: Any) -> list[str]:
    return [key["text"] for row in request.parameters["reply_markup"]["inline_keyboard"] for key in row]


#: What an explanation begins with where nothing was chosen: as the panel says it.
NOW = {
    "iterations": "Iterations: 300",
    "size": "Size: 512",
    "strength": "Strength: automatic",
    "colors": "Colors: the style’s",
    "style_scale": "Strokes: 100 %",
    "init": "Start: recolored photo",
    "faces": "Faces: natural",
    "preset": "Preset: standard",
}


@pytest.mark.parametrize("name", SETTINGS)
async def test_a_good_value_is_kept_for_this_person_in_this_chat(chat: Chat, name: str) -> None:
    written, field, value = GOOD[name]
    assert str(written) in await chat.send(f"/{name} {written}")
    assert getattr(await painted(chat), field) == value
    assert str(written) in await chat.send(f"/{name}")
    assert str(written) not in (await chat.send(f"/{name}", chat=updates.GROUP)).partition("\n")[0]


@pytest.mark.parametrize("name", SETTINGS)
async def test_a_bad_value_gets_what_is_allowed_and_an_example(chat: Chat, name: str) -> None:
    written, allowed = BAD[name]
    answer = await chat.send(f"/{name} {written}")
    assert allowed in answer
    assert f"“{written}”" in answer
    assert f"Example: /{name} {panel.EXAMPLES[name]}" in answer
    assert await painted(chat) == TransferSettings()


@pytest.mark.parametrize("name", SETTINGS)
async def test_without_a_value_it_is_explained_with_values_to_tap(chat: Chat, name: str) -> None:
    answer = await chat.send(f"/{name}")
    assert answer.splitlines()[0] == NOW[name]
    assert f"Example: /{name} {panel.EXAMPLES[name]}" in answer
    assert sum(label.startswith("✓ ") for label in labels(chat.telegram.of("sendMessage")[-1])) == 1


async def test_default_takes_a_value_back(chat: Chat) -> None:
    await chat.send("/strength 70")
    assert "strength" not in await chat.send("/strength default")
    assert (await painted(chat)).strength is None


async def test_a_preset_sets_all_and_reset_goes_back(chat: Chat) -> None:
    await chat.send("/colors keep")
    await chat.send("/preset fine")
    assert await painted(chat) == PRESETS["fine"]
    assert "preset=standard" in await chat.send("/settings reset")
    assert await painted(chat) == TransferSettings()


async def test_the_classic_preset_says_that_it_has_no_strength(chat: Chat) -> None:
    await chat.send("/preset classic")
    assert "no strength" in await chat.send("/strength 60")
    await chat.send("/settings")
    assert "Strength" not in " ".join(labels(chat.telegram.of("sendMessage")[-1]))
    assert await painted(chat) == CLASSIC


class TestWithSelfTaughtFilters:
    """Without trained filters the classic preset would paint nothing but noise."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"features": FeatureSource.SELF_TAUGHT}

    async def test_the_classic_preset_is_not_offered(self, chat: Chat) -> None:
        answer = await chat.send("/preset")
        assert "classic" not in answer
        assert "preset=standard" not in answer
        assert "classic" not in " ".join(labels(chat.telegram.of("sendMessage")[-1]))
        assert "must be one of instant, draft, standard, fine, not" in await chat.send("/preset classic")
        assert await chat.tap(f"v1:set:{OWNER}.preset=classic") is not None
        assert (await painted(chat)).features is FeatureSource.SELF_TAUGHT

    async def test_whoever_usually_had_it_is_told_once_and_gets_the_standard(self, chat: Chat) -> None:
        kept = Preferences(preset="classic", size=640)
        await chat.store.write(lambda tx: tx.chats.save_preferences(HOME.chat_id, HOME.user_id, kept))
        assert "preset=classic" not in await chat.send("/settings")
        first = await chat.feed(chat.picture("red"), chat.picture("blue"))
        assert any("classic preset is not available" in said for said in first)
        again = await chat.feed(chat.picture("red"), chat.picture("blue"))
        assert not any("classic" in said for said in again)
        standard = TransferSettings(size=640, features=FeatureSource.SELF_TAUGHT)
        assert [job.request.settings for job in await chat.jobs()] == [standard] * 2


async def test_with_trained_filters_what_the_classic_preset_is_can_be_read(chat: Chat) -> None:
    assert "fine large and slow, classic an early algorithm" in await chat.send("/preset")


async def test_two_photos_that_waited_for_a_good_value_start_with_it(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="colors=red"))
    assert await chat.jobs() == []
    await chat.send("/colors keep")
    (job,) = await chat.jobs()
    assert job.request.settings.colors is Colors.KEEP


async def test_the_panel_leads_to_a_setting_its_value_and_back(chat: Chat) -> None:
    assert "iterations=300 size=512 preset=standard" in await chat.send("/settings")
    assert "Colors: the style’s" in labels(chat.telegram.of("sendMessage")[-1])
    await chat.feed(tap(chat, "colors"))
    view = chat.telegram.of("editMessageText")[-1]
    assert view.parameters["text"].startswith("Colors: the style’s\n")
    assert "✓ the style’s" in labels(view)
    for _ in range(2):
        await chat.feed(tap(chat, "colors=keep"))
    assert chat.tapped()["text"] == "Noted."
    view = chat.telegram.of("editMessageText")[-1]
    assert "colors=keep" in view.parameters["text"]
    assert "Colors: the photo’s" in labels(view)
    await chat.feed(tap(chat, "reset"))
    assert await painted(chat) == TransferSettings()
    assert await chat.unhandled() == 0


async def test_the_first_message_has_a_button_to_the_panel(chat: Chat) -> None:
    await chat.feed(updates.text("/start", chat.bot))
    (answer,) = await chat.feed(updates.tap(chat.button("set"), chat.bot))
    assert answer.startswith("Your settings here")
    assert chat.telegram.of("editMessageText") == []


async def test_the_panel_of_somebody_else_is_left_alone(chat: Chat) -> None:
    for step in ("colors=keep", "colors", "reset"):
        await chat.feed(tap(chat, step, user=STRANGER))
        assert "somebody else’s" in chat.tapped()["text"]
        assert chat.tapped()["show_alert"] is True
    assert chat.telegram.of("editMessageText") == []
    kept = await chat.store.read(lambda tx: tx.chats.preferences(updates.PRIVATE["id"], STRANGER["id"]))
    assert kept == Preferences()


@pytest.mark.parametrize("step", ["colors=red", "iterations=5000", "explode", "seed=3", "all=1", "reset=1", "=", ""])
async def test_a_made_up_button_changes_nothing(chat: Chat, step: str) -> None:
    await chat.feed(tap(chat, step))
    assert chat.tapped()["text"]
    assert await painted(chat) == TransferSettings()


@pytest.mark.parametrize("settings", [{"max_iterations": 100, "max_size": 256}])
async def test_only_values_within_the_operators_limits_are_offered(chat: Chat) -> None:
    await chat.send("/size")
    assert labels(chat.telegram.of("sendMessage")[-1]) == ["✓ 256", "‹ All settings"]
    await chat.send("/preset fine")
    settings = await painted(chat)
    assert (settings.iterations, settings.size) == (100, 256)


@pytest.mark.parametrize("how", ["caption", "text"])
async def test_a_recipe_that_somebody_else_sends_gives_the_same_treatment(chat: Chat, how: str) -> None:
    for words in ("/preset fine", "/iterations 150", "/colors match", "/stroke 75", "/begin grey", "/strength 35"):
        await chat.send(words)
    own = await painted(chat)
    line = (await chat.send("/settings")).splitlines()[0].partition(": ")[2]
    other: dict[str, Any] = {"user": STRANGER, "chat": updates.PRIVATE | {"id": STRANGER["id"]}}
    await chat.send("/colors keep", **other)
    if how == "text":
        assert "style_scale=75%" in await chat.send(line, **other)
    caption = {"caption": f"Look! {line}"} if how == "caption" else {}
    await chat.feed(chat.picture("red", **other), chat.picture("blue", **caption, **other))
    (job,) = await chat.jobs(place_of(STRANGER["id"]))
    assert job.request.settings == own


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_view_fits_into_telegrams_buttons_in_every_language(language: Language, preset: str) -> None:
    limits, texts, longest = UserLimits(), texts_in(language), 10**15
    views = [panel.whole(longest, PRESETS[preset], texts)]
    views += [panel.single(longest, name, PRESETS[preset], limits, texts) for name in panel.shown(PRESETS[preset])]
    for text, markup in views:
        assert utf16_length(text) <= 4096
        assert all(utf16_length(key.text) <= 40 for row in markup.inline_keyboard for key in row)


def test_every_button_of_the_panel_is_understood() -> None:
    limits, texts = UserLimits(), texts_in(Language.ENGLISH)
    views = [panel.whole(7, TransferSettings(), texts)]
    views += [panel.single(7, name, TransferSettings(), limits, texts) for name in SETTINGS]
    data = [str(key.callback_data) for _, markup in views for row in markup.inline_keyboard for key in row]
    assert all(isinstance(decode(each), SettingsButton) for each in data)
