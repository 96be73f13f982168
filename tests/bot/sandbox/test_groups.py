"""Several people, groups, topics, and what the bot gets to see of them."""

from typing import Any

import pytest

from bot.sandbox.state import Sandbox
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api

PAINT_BOT = "stylegram_sandbox_bot"


@pytest.fixture
async def ada(user: SandboxUser) -> int:
    return await user.add_person("Ada", "de")


async def heard(api: Api) -> list[dict[str, Any]]:
    """The updates since the last call."""
    updates: list[dict[str, Any]] = (await api("getUpdates")).result
    if updates:
        await api("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def texts_heard(api: Api) -> list[str]:
    messages = [update["message"] for update in await heard(api) if "message" in update]
    return [message.get("text", message.get("caption", "")) for message in messages]


async def group_of_two(user: SandboxUser, sandbox: Sandbox, ada: int, **kind: Any) -> int:
    return await user.add_group("Painters", [sandbox.user.id, ada], **kind)


async def test_each_person_has_a_chat_of_their_own(api: Api, user: SandboxUser, ada: int) -> None:
    await user.send_text("from the first")
    await user.at(as_=ada).send_text("from Ada")
    first, second = [update["message"] for update in await heard(api)]
    assert (second["from"]["first_name"], second["from"]["language_code"]) == ("Ada", "de")
    assert first["chat"]["id"] != second["chat"]["id"] == ada
    await api("sendMessage", chat_id=ada, text="hello Ada")
    assert [message.text for message in await user.transcript()] == ["from the first"]
    assert [message.text for message in await user.at(as_=ada).transcript()] == ["from Ada", "hello Ada"]


async def test_a_new_group_tells_the_bot_that_it_is_in(api: Api, user: SandboxUser, sandbox: Sandbox, ada: int) -> None:
    group = await group_of_two(user, sandbox, ada)
    member, service = await heard(api)
    assert member["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["chat"] == {"id": group, "type": "supergroup", "title": "Painters"}
    assert [user["id"] for user in service["message"]["new_chat_members"]] == [sandbox.bot.id]


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("hello everybody", False),
        ("/start", True),
        (f"/start@{PAINT_BOT}", True),
        ("/start@another_bot", False),
        (f"look, @{PAINT_BOT.upper()}", True),
        (f"@{PAINT_BOT}_2", False),
        (f"mail me at a@{PAINT_BOT}", False),
    ],
)
async def test_in_privacy_mode_the_bot_hears_only_what_is_meant_for_it(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int, text: str, arrives: bool
) -> None:
    here = user.at(chat=await group_of_two(user, sandbox, ada))
    await heard(api)
    await here.send_text(text)
    assert await texts_heard(api) == ([text] if arrives else [])


async def test_replies_to_the_bot_and_to_commands_are_meant_for_it(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    group = await group_of_two(user, sandbox, ada)
    here = user.at(chat=group)
    said = (await api("sendMessage", chat_id=group, text="Send a photo")).result["message_id"]
    command, aside = await here.send_text("/style"), await here.send_text("by the way")
    await heard(api)
    await here.send_photo(plain_png("teal"), caption="to the bot", reply_to=said)
    await here.send_photo(plain_png("teal"), caption="to the command", reply_to=command)
    await here.send_photo(plain_png("teal"), caption="to nobody", reply_to=aside)
    await here.send_photo(plain_png("teal"), caption=f"/style@{PAINT_BOT}", reply_to=aside)
    assert await texts_heard(api) == ["to the bot", "to the command", f"/style@{PAINT_BOT}"]


async def test_without_privacy_mode_or_as_administrator_the_bot_hears_everything(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    here = user.at(chat=await group_of_two(user, sandbox, ada))
    await user.set_privacy_mode(False)
    assert (await api("getMe")).result["can_read_all_group_messages"] is True
    await heard(api)
    await here.send_text("one")
    await user.set_privacy_mode(True)
    await here.send_text("two")
    assert await texts_heard(api) == ["one"]
    await here.set_bot_status("administrator")
    await here.send_text("three")
    assert await texts_heard(api) == ["three"]
    administrator = (await api("getChatMember", chat_id=(await here.state())["chat_id"], user_id=sandbox.bot.id)).result
    assert (administrator["status"], administrator["can_delete_messages"]) == ("administrator", True)


async def test_supergroups_count_their_messages_for_themselves(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    private = await user.send_text("one")
    group = await group_of_two(user, sandbox, ada, kind="group")
    assert await user.at(chat=group).send_text("/three") == private + 2  # after the message that made the group
    assert await user.at(chat=await group_of_two(user, sandbox, ada)).send_text("/two") == 2


async def test_who_blocks_the_bot_is_not_written_to_until_they_unblock_it(api: Api, user: SandboxUser) -> None:
    card = await api.say("before")
    await user.set_bot_status("kicked")
    for method, more in (("sendMessage", {}), ("editMessageText", {"message_id": card})):
        refused = await api(method, chat_id=api.chat_id, text="hello", **more)
        assert (refused.status, refused.reason) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(AssertionError, match="Unblock it"):
        await user.send_text("hello")
    await user.set_bot_status("member")
    await user.send_text("hello")
    blocked, unblocked, message = await heard(api)
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert message["message"]["text"] == "hello"
    await api.say("after")


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("supergroup", "kicked", "bot was kicked from the supergroup chat"),
        ("group", "kicked", "bot was kicked from the group chat"),
        ("group", "left", "bot is not a member of the group chat"),
    ],
)
async def test_outside_a_group_the_bot_neither_hears_nor_speaks(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int, kind: str, status: str, reason: str
) -> None:
    group = await group_of_two(user, sandbox, ada, kind=kind)
    here = user.at(chat=group)
    await here.set_bot_status(status)
    await heard(api)
    await here.send_text("/start")
    assert await heard(api) == []
    refused = await api("sendMessage", chat_id=group, text="hello")
    assert (refused.status, refused.reason) == (403, f"Forbidden: {reason}")
    await here.set_bot_status("member")
    await api("sendMessage", chat_id=group, text="here again")


async def test_the_bot_can_leave_a_group_but_no_person(api: Api, user: SandboxUser, sandbox: Sandbox, ada: int) -> None:
    group = await group_of_two(user, sandbox, ada)
    assert (await api("leaveChat", chat_id=group)).result is True
    assert (await api("sendMessage", chat_id=group, text="hello")).status == 403
    assert "private chats" in (await api("leaveChat", chat_id=api.chat_id)).reason


async def test_a_group_that_became_a_supergroup_names_the_new_one(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    old = await group_of_two(user, sandbox, ada, kind="group")
    await heard(api)
    new = await user.at(chat=old).migrate()
    closing, opening = [update["message"] for update in await heard(api)]
    assert (closing["chat"]["id"], closing["migrate_to_chat_id"]) == (old, new)
    assert (opening["chat"]["id"], opening["migrate_from_chat_id"]) == (new, old)
    refused = await api("sendMessage", chat_id=old, text="hello")
    assert refused.reason == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.body["parameters"] == {"migrate_to_chat_id": new}
    await api("sendMessage", chat_id=new, text="hello")
    assert [room["chat_id"] for room in (await user.state())["rooms"]] == [sandbox.chat.id, new]


async def test_a_group_can_migrate_in_the_middle_of_a_call(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    group = await group_of_two(user, sandbox, ada, kind="group")
    await user.set_fault("migration", method="sendMessage", chat_id=group)
    refused = await api("sendMessage", chat_id=group, text="hello")
    moved_to = refused.body["parameters"]["migrate_to_chat_id"]
    assert (await api("getChat", chat_id=moved_to)).result["type"] == "supergroup"


async def test_a_message_in_a_topic_says_so_and_replies_to_its_opening(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    forum = await group_of_two(user, sandbox, ada, forum=True)
    topic = await user.at(chat=forum).add_topic("Landscapes")
    await heard(api)
    asked = await user.at(chat=forum, thread=topic).send_text("/start")
    (update,) = await heard(api)
    message = update["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Landscapes"
    reply = {"reply_parameters": {"message_id": asked}}
    for where in ({"message_thread_id": topic}, reply):
        assert (await api("sendMessage", chat_id=forum, text="hello", **where)).result["message_thread_id"] == topic
    general = (await api("sendMessage", chat_id=forum, text="hello")).result
    assert "message_thread_id" not in general
    lost = await api("sendMessage", chat_id=forum, text="hello", message_thread_id=asked)
    assert lost.reason == "Bad Request: message thread not found"


async def test_replies_in_a_supergroup_make_threads_that_are_no_topics(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    here = user.at(chat=await group_of_two(user, sandbox, ada))
    root = await here.send_text("/start")
    await heard(api)
    await here.send_text("/help", reply_to=root)
    (update,) = await heard(api)
    assert update["message"]["message_thread_id"] == root
    assert "is_topic_message" not in update["message"]


async def test_anybody_in_a_group_can_tap_and_nobody_else(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    group = await group_of_two(user, sandbox, ada)
    keyboard = {"inline_keyboard": [[{"text": "Stop", "callback_data": "v1:stop"}]]}
    card = (await api("sendMessage", chat_id=group, text="Waiting", reply_markup=keyboard)).result["message_id"]
    await heard(api)
    await user.at(as_=ada, chat=group).tap(card, "v1:stop")
    (update,) = await heard(api)
    assert update["callback_query"]["from"]["first_name"] == "Ada"
    eve = await user.add_person("Eve")
    with pytest.raises(AssertionError, match="not in this chat"):
        await user.at(as_=eve, chat=group).tap(card, "v1:stop")
    await user.at(chat=group).add_member(eve)
    await user.at(as_=eve, chat=group).tap(card, "v1:stop")


async def test_a_tap_on_a_message_that_is_gone_names_only_its_place(api: Api, user: SandboxUser) -> None:
    card = await api.say("Waiting")
    await api("deleteMessage", chat_id=api.chat_id, message_id=card)
    await user.tap(card, "v1:stop", stale=True)
    (update,) = await heard(api)
    message = update["callback_query"]["message"]
    assert (message["message_id"], message["date"]) == (card, 0)
    assert "text" not in message


async def test_impossible_gatherings_are_explained(user: SandboxUser, sandbox: Sandbox, ada: int) -> None:
    with pytest.raises(AssertionError, match="1 to 64 characters"):
        await user.add_person("  ")
    with pytest.raises(AssertionError, match="no such person"):
        await user.add_group("Painters", [1])
    with pytest.raises(AssertionError, match="needs somebody"):
        await user.add_group("Painters", [])
    with pytest.raises(AssertionError, match="Only a supergroup has topics"):
        await group_of_two(user, sandbox, ada, kind="group", forum=True)
    with pytest.raises(AssertionError, match="Only a forum has topics"):
        await user.at(chat=await group_of_two(user, sandbox, ada)).add_topic("Landscapes")
    with pytest.raises(AssertionError, match="Only a group can become"):
        await user.migrate()
    with pytest.raises(AssertionError, match="added to a private chat"):
        await user.add_member(ada)
    with pytest.raises(AssertionError, match="only block and unblock"):
        await user.set_bot_status("administrator")
    with pytest.raises(AssertionError, match="no such chat"):
        await user.at(chat=1).send_text("hello")


async def test_the_page_learns_that_a_chat_is_not_there(api: Api, sandbox: Sandbox) -> None:
    async with api.session.get(f"{api.url}/sandbox/events?chat=1") as response:
        assert '{"event":"gone"}' in await response.text()
    async with api.session.get(f"{api.url}/sandbox/events?chat=nowhere") as response:
        assert response.status == 200
        assert '{"event":"gone"}' in await response.text()


async def test_commands_for_groups_are_offered_in_groups(
    api: Api, user: SandboxUser, sandbox: Sandbox, ada: int
) -> None:
    for scope in ("all_private_chats", "all_group_chats"):
        await api("setMyCommands", commands=[{"command": "start", "description": scope}], scope={"type": scope})
    group = await group_of_two(user, sandbox, ada)
    assert (await user.state())["commands"][0]["description"] == "all_private_chats"
    assert (await user.at(chat=group).state())["commands"][0]["description"] == "all_group_chats"
    hers = {"type": "chat_member", "chat_id": group, "user_id": ada}
    await api("setMyCommands", commands=[{"command": "start", "description": "for Ada"}], scope=hers)
    assert (await user.at(chat=group).state())["commands"][0]["description"] == "all_group_chats"
    assert (await user.at(as_=ada, chat=group).state())["commands"][0]["description"] == "for Ada"
