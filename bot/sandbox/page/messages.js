// The list of messages. A view is updated in place, so that a picture changes without a flicker.

import { byId, dayOf, element } from "./dom.js";
import { MessageView } from "./message-view.js";

const NEAR_PIXELS = 120;
const list = byId("messages");
const scroller = byId("scroller");
const toEndButton = byId("to-end");
const messages = new Map(); // by id
const views = new Map(); // by key: an album is one view
let pinned = true; // to the newest message
let actions = {}; // see MessageView
let shownIn = ""; // the chat of the views

export function useActions(given) {
  actions = { ...given, onJump: jumpTo };
}

// `thread`: only this topic's messages, null for those outside topics, undefined for all.
export function showAll(state, thread) {
  const here = `${state.user.id} ${state.chat_id} ${thread}`;
  if (here !== shownIn) {
    views.clear();
    list.replaceChildren();
  }
  shownIn = here;
  actions.me = state.user.id;
  actions.inGroup = state.rooms.find((room) => room.chat_id === state.chat_id)?.kind !== "private";
  actions.thread = thread;
  messages.clear();
  state.messages.forEach((message) => messages.set(message.message_id, message));
  arrange(true);
}

export function showOne(message) {
  const isNew = !messages.has(message.message_id);
  messages.set(message.message_id, message);
  arrange(isNew && message.sender.id === actions.me);
  if (isNew && !pinned) toEndButton.classList.add("news");
}

export function remove(messageId) {
  messages.delete(messageId);
  arrange(false);
}

// The photos here, oldest first.
export const photos = () => ordered().filter((message) => ["photo", "live_photo"].includes(message.media?.kind));

function isNearEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PIXELS;
}

function toEnd() {
  pinned = true;
  scroller.scrollTop = scroller.scrollHeight;
}

function ordered() {
  const here = actions.thread === undefined ? () => true : (message) => message.thread_id === actions.thread;
  return [...messages.values()].filter(here).sort((one, other) => one.message_id - other.message_id);
}

const keyOf = (message) => (message.media_group_id ? `album ${message.media_group_id}` : `message ${message.message_id}`);

function arrange(wantEnd) {
  const follow = wantEnd || isNearEnd();
  const groups = new Map();
  for (const message of ordered()) {
    if (!groups.has(keyOf(message))) groups.set(keyOf(message), []);
    groups.get(keyOf(message)).push(message);
  }
  for (const [key, view] of views) {
    if (!groups.has(key)) {
      view.root.remove();
      views.delete(key);
    }
  }
  place(groups);
  byId("empty").hidden = actions.inGroup || messages.size > 0;
  byId("empty-group").hidden = !actions.inGroup || groups.size > 0;
  if (follow) toEnd();
}

// What grows or shrinks without a new message, such as a picture that arrives or the tray, moves nobody from the end.
export function start() {
  toEndButton.addEventListener("click", toEnd);
  scroller.addEventListener("scroll", () => {
    pinned = isNearEnd();
    toEndButton.hidden = pinned;
    if (pinned) toEndButton.classList.remove("news");
  });
  const watcher = new ResizeObserver(() => pinned && toEnd());
  watcher.observe(scroller);
  watcher.observe(list);
}

function place(groups) {
  list.querySelectorAll(".day").forEach((day) => day.remove());
  let lastDay = "";
  let lastSender = 0;
  for (const [key, group] of groups) {
    const isNew = !views.has(key);
    if (isNew) views.set(key, new MessageView(actions));
    const view = views.get(key);
    view.update(group);
    if (isNew) list.append(view.root);
    const day = dayOf(group[0].date);
    if (day !== lastDay) view.root.before(element("div", "day", day));
    const sender = group[0].service ? 0 : group[0].sender.id;
    view.root.classList.toggle("goes-on", day === lastDay && sender === lastSender && sender !== 0);
    lastDay = day;
    lastSender = sender;
  }
}

function jumpTo(messageId) {
  const message = messages.get(messageId);
  const root = message && views.get(keyOf(message))?.root;
  if (!root) return;
  root.scrollIntoView({ block: "center", behavior: "smooth" });
  root.classList.add("flash");
  setTimeout(() => root.classList.remove("flash"), 1200);
}
