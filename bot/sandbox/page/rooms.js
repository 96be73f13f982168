// The list of chats, and who one is in them.

import * as api from "./api.js";
import { avatar, byId, differ, element, shortTime } from "./dom.js";
import { ask, choice, textField, ticks } from "./forms.js";
import { openMenu } from "./menu.js";

const LANGUAGES = [["", "The browser's"], ["en", "English"], ["de", "Deutsch"], ["es", "Español"], ["ru", "Русский"], ["zh-hans", "简体中文"]];
const list = byId("rooms");
let here = null; // {user, chat_id, people, rooms, …}: the state of the open chat
let shown = null;
let goTo = () => {}; // (place) => void

export function start(onGo) {
  goTo = onGo;
  byId("me").addEventListener("click", choosePerson);
  byId("new-person").addEventListener("click", newPerson);
  byId("new-group").addEventListener("click", newGroup);
  byId("open-rooms").addEventListener("click", () => toggle(true));
  byId("close-rooms").addEventListener("click", () => toggle(false));
  list.addEventListener("keydown", onKey);
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      goBy(step);
    } else if (event.key === "Escape" && isOpen()) {
      toggle(false);
    }
  });
}

export const isOpen = () => document.body.classList.contains("rooms-open");

function toggle(open) {
  document.body.classList.toggle("rooms-open", open);
  byId("open-rooms").setAttribute("aria-expanded", String(open));
  if (open) (list.querySelector("[aria-current]") ?? list.querySelector("button"))?.focus();
  else if (byId("open-rooms").offsetParent) byId("open-rooms").focus();
}

export function showState(state) {
  here = state;
  byId("me").replaceChildren(avatar(state.user.first_name, state.user.id), element("b", "", state.user.first_name), element("span", "caret", "▾"));
  byId("me").setAttribute("aria-label", `You are ${state.user.first_name}. Be somebody else`);
  showRooms(state.rooms);
}

export function showRooms(rooms) {
  here.rooms = rooms;
  const open = rooms.find((room) => room.chat_id === here.chat_id);
  if (open?.last) sessionStorage.setItem(seenKey(open), open.last.message_id);
  const sorted = [...rooms].sort((one, other) => (other.last?.date ?? 0) - (one.last?.date ?? 0));
  const views = sorted.map((room) => [room, room.chat_id === here.chat_id, isUnread(room)]);
  if (!differ(shown, views)) return;
  shown = views;
  const focused = document.activeElement?.dataset?.chatId;
  list.replaceChildren(...views.map(([room, current, unread]) => roomView(room, current, unread)));
  if (focused) list.querySelector(`[data-chat-id="${focused}"]`)?.focus();
}

const seenKey = (room) => `seen ${here.user.id} ${room.chat_id}`;
const isUnread = (room) => (room.last?.message_id ?? 0) > Number(sessionStorage.getItem(seenKey(room)) ?? 0);

function roomView(room, current, unread) {
  const first = element("span", "line", element("b", "", room.title), element("time", "", room.last ? shortTime(room.last.date) : ""));
  const second = element("span", "line", element("span", "gist", room.last?.text || "No messages yet"));
  if (unread) second.append(element("span", "unread", element("span", "hidden-words", "new")));
  const view = element("button", "room", avatar(room.title, room.chat_id, room.kind === "private"), element("span", "words", first, second));
  view.type = "button";
  view.dataset.chatId = room.chat_id;
  if (current) view.setAttribute("aria-current", "true");
  view.addEventListener("click", () => {
    toggle(false);
    goTo({ as: here.user.id, chat: room.chat_id });
  });
  return view;
}

function onKey(event) {
  const views = [...list.children];
  const at = views.indexOf(document.activeElement);
  const next = { ArrowDown: Math.min(at + 1, views.length - 1), ArrowUp: Math.max(at - 1, 0), Home: 0, End: views.length - 1 }[event.key];
  if (next === undefined || event.altKey) return;
  event.preventDefault();
  views[next].focus();
}

function goBy(step) {
  const views = [...list.children];
  const at = views.findIndex((view) => view.hasAttribute("aria-current"));
  views[(at + step + views.length) % views.length]?.click();
}

function choosePerson() {
  const people = here.people.map((person) => ({
    label: person.first_name,
    checked: person.id === here.user.id,
    run: () => goTo(sameRoom(person.id)),
  }));
  openMenu(byId("me"), [...people, null, { label: "New person…", run: newPerson }]);
}

// The open group, if that person is in it too, otherwise their own chat.
function sameRoom(userId) {
  const room = here.rooms.find(({ chat_id: id }) => id === here.chat_id);
  const isIn = room?.kind !== "private" && room?.members.includes(userId);
  return isIn ? { as: userId, chat: room.chat_id } : { as: userId };
}

function newPerson() {
  ask("New person", [textField("name", "Name"), choice("language", "Language", LANGUAGES)], "Add", async (values) => {
    const { user_id: userId } = await api.addPerson(values.get("name"), values.get("language"));
    goTo({ as: userId });
  });
}

function newGroup() {
  const others = here.people.filter((person) => person.id !== here.user.id);
  const kinds = [["supergroup", "Supergroup"], ["forum", "Supergroup with topics"], ["group", "Small group"]];
  const fields = [textField("title", "Name of the group"), choice("kind", "Kind", kinds)];
  if (others.length) fields.push(ticks("member", "Who else is in it", others.map((person) => [person.id, person.first_name])));
  ask("New group", fields, "Create", async (values) => {
    const forum = values.get("kind") === "forum";
    const kind = forum ? "supergroup" : values.get("kind");
    const members = [here.user.id, ...values.getAll("member").map(Number)];
    const { chat_id: chatId } = await api.addGroup({ title: values.get("title"), members, kind, forum });
    goTo({ as: here.user.id, chat: chatId });
  });
}
