// The open chat: its name, who is in it, its topics, and what can be done with it.

import * as api from "./api.js";
import { avatar, byId, differ, element, toast } from "./dom.js";
import { ask, choice, textField } from "./forms.js";
import { openMenu } from "./menu.js";

const READY = "local bot";
const ACTION_SECONDS = 5;
const ACTIONS = { typing: "typing…", upload_photo: "sending a photo…", upload_document: "sending a file…", upload_video: "sending a film…" };
const status = byId("status");
let here = null;
let room = null;
let topic = null; // a thread_id
let actionTimer = 0;
let goTo = () => {};

export function start(onGo) {
  goTo = onGo;
  byId("room-menu").addEventListener("click", () => openMenu(byId("room-menu"), actions()));
}

export function showState(state, thread) {
  here = state;
  topic = thread;
  showRoom(state.rooms.find(({ chat_id: id }) => id === state.chat_id));
}

export function showRooms(rooms) {
  const open = rooms.find(({ chat_id: id }) => id === here.chat_id);
  if (!open) goTo({ as: here.user.id }); // it became a supergroup
  else if (differ(open, room)) showRoom(open);
}

function showRoom(open) {
  room = open;
  byId("title").textContent = room.title;
  byId("avatar").replaceChildren(avatar(room.title, room.chat_id, room.kind === "private"));
  document.title = `${room.title} · Stylegram sandbox`;
  byId("blocked").hidden = room.kind !== "private" || isIn();
  showTopics();
  ready();
}

const isIn = () => ["member", "administrator"].includes(room.bot_status);

function showTopics() {
  byId("topics").hidden = !room.is_forum;
  const all = room.is_forum ? [{ thread_id: null, name: "General" }, ...room.topics] : [];
  const tabs = all.map(({ thread_id: thread, name }) => tab(name, thread === topic, () => goTo({ as: here.user.id, chat: room.chat_id, thread })));
  if (room.is_forum) tabs.push(tab("+ Topic", false, newTopic));
  byId("topics").replaceChildren(...tabs);
}

function tab(name, current, run) {
  const made = element("button", "topic", name);
  made.type = "button";
  if (current) made.setAttribute("aria-current", "true");
  made.addEventListener("click", run);
  return made;
}

export function showStatus(words, className = "") {
  clearTimeout(actionTimer);
  status.textContent = words;
  status.className = className;
}

export function ready() {
  showStatus(room && room.kind !== "private" ? company() : READY);
}

function company() {
  const names = here.people.filter((person) => room.members.includes(person.id)).map((person) => person.first_name);
  return [...names, isIn() ? here.bot.first_name : `${here.bot.first_name} is out`].join(", ");
}

export function showAction(action) {
  showStatus(`${room?.kind === "private" ? "" : "Stylegram is "}${ACTIONS[action] ?? "busy…"}`, "busy");
  actionTimer = setTimeout(ready, ACTION_SECONDS * 1000);
}

function actions() {
  const change = (label, value, danger) => ({ label, danger, run: () => attempt(() => api.setBotStatus(value)) });
  if (room.kind === "private") return [...abilities(), null, isIn() ? change("Block the bot", "kicked", true) : change("Unblock the bot", "member")];
  const list = [{ label: "Add somebody…", run: newMember }];
  if (room.is_forum) list.push({ label: "New topic…", run: newTopic });
  if (room.kind === "group") list.push({ label: "Make it a supergroup", run: () => attempt(moveOn) });
  list.push(null, { label: "Reactions are allowed", checked: room.reactions, run: () => attempt(() => api.allowReactions(!room.reactions)) });
  list.push({ label: "Privacy mode: the bot hears only what is meant for it", checked: here.privacy_mode, run: togglePrivacy }, null);
  if (!isIn()) return [...list, change("Add the bot", "member")];
  const isAdministrator = room.bot_status === "administrator";
  list.push(isAdministrator ? change("The bot is no administrator any more", "member") : change("Make the bot an administrator", "administrator"));
  return [...list, change("Remove the bot", "kicked", true)];
}

// What BotFather switches, and how new the Bot API server is.
function abilities() {
  const { inline, colors } = here.abilities;
  const become = (changed) => attempt(() => api.setAbilities({ inline, colors, ...changed }));
  return [
    { label: "Inline mode: the bot can be asked in any chat", checked: inline, run: () => become({ inline: !inline }) },
    { label: "The server knows colored buttons", checked: colors, run: () => become({ colors: !colors }) },
  ];
}

export const unblock = () => attempt(() => api.setBotStatus("member"));

async function moveOn() {
  const { chat_id: chat } = await api.migrate();
  goTo({ as: here.user.id, chat });
}

async function togglePrivacy() {
  await attempt(() => api.setPrivacyMode(!here.privacy_mode));
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

function newMember() {
  const outside = here.people.filter((person) => !room.members.includes(person.id));
  if (!outside.length) return toast("Everybody is here already. Add a new person first.");
  const field = choice("member", "Who", outside.map((person) => [person.id, person.first_name]));
  ask("Add to the group", [field], "Add", (values) => api.addMember(Number(values.get("member"))));
}

function newTopic() {
  ask("New topic", [textField("name", "Name", { maxLength: 128 })], "Open", async (values) => {
    const { thread_id: thread } = await api.addTopic(values.get("name"));
    goTo({ as: here.user.id, chat: room.chat_id, thread });
  });
}
