// Wires the chat page together. Who one is and where is in the address, so that each tab can be somebody else.

import { sendExample, sitDown, tap, watch } from "./api.js";
import * as composer from "./composer.js";
import { byId, showAlert, toast } from "./dom.js";
import * as inline from "./inline.js";
import * as messages from "./messages.js";
import * as room from "./room.js";
import * as rooms from "./rooms.js";
import * as suggestions from "./suggestions.js";
import * as theme from "./theme.js";
import * as viewer from "./viewer.js";

const TAP_SECONDS = 15;
const waitingTaps = new Map(); // query id → button
const earlyAnswers = new Map(); // an answer may be here before the tap's own response
let leave = () => {};

function place() {
  const values = new URLSearchParams(location.hash.slice(1));
  const numbers = [...values].map(([name, value]) => [name, Number(value)]).filter(([, value]) => Number.isInteger(value));
  return Object.fromEntries(numbers);
}

function goTo(where) {
  const values = Object.entries(where).filter(([, value]) => value);
  location.hash = new URLSearchParams(values).toString();
  byId("text").focus({ preventScroll: true });
}

function enter() {
  leave();
  sitDown(place());
  leave = watch(
    (event) => HANDLERS[event.event]?.(event),
    () => room.showStatus("connection lost, trying again…", "lost"),
  );
}

async function onTap(message, data, button) {
  button.classList.add("busy");
  try {
    const { query_id: queryId } = await tap(message.message_id, data);
    waitingTaps.set(queryId, button);
    if (earlyAnswers.has(queryId)) onAnswer(earlyAnswers.get(queryId));
    setTimeout(() => endTap(queryId), TAP_SECONDS * 1000);
  } catch (error) {
    button.classList.remove("busy");
    toast(error.message);
  }
}

function endTap(queryId) {
  waitingTaps.get(queryId)?.classList.remove("busy");
  waitingTaps.delete(queryId);
}

function onAnswer(event) {
  if (!waitingTaps.has(event.query_id)) {
    earlyAnswers.set(event.query_id, event);
    return;
  }
  earlyAnswers.delete(event.query_id);
  endTap(event.query_id);
  if (event.text) (event.alert ? showAlert : toast)(event.text);
}

function onState({ state }) {
  const { thread = null } = place();
  const isForum = state.rooms.find(({ chat_id: id }) => id === state.chat_id)?.is_forum;
  messages.showAll(state, isForum ? thread : undefined);
  suggestions.useCommands(state.commands);
  rooms.showState(state);
  room.showState(state, thread);
  inline.showState(state);
}

function onMessage({ message, rooms: list }) {
  if (!message) return; // deleted meanwhile
  rooms.showRooms(list);
  messages.showOne(message);
  if (message.from_bot) room.ready();
  viewer.refresh(message);
}

function onRooms(event) {
  rooms.showRooms(event.rooms);
  room.showRooms(event.rooms);
}

const HANDLERS = {
  state: onState,
  gone: () => goTo({}),
  message: onMessage,
  deleted: (event) => messages.remove(event.message_id),
  commands: (event) => suggestions.useCommands(event.commands),
  rooms: onRooms,
  people: enter,
  action: (event) => room.showAction(event.action),
  answer: onAnswer,
  inline: (event) => inline.onOffer(event).catch((error) => toast(error.message)),
};

theme.start();
viewer.start();
rooms.start(goTo);
room.start(goTo);
inline.start(goTo);
async function onCopy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copied: ${text}`);
  } catch {
    toast(text); // the browser does not allow it: at least it can be read
  }
}

messages.useActions({ onCommand: composer.say, onTap, onCopy, onSwitch: inline.switchTo, onReply: composer.replyToMessage, onOpen: viewer.open });
composer.start();
byId("unblock").addEventListener("click", room.unblock);
byId("choose").addEventListener("click", composer.chooseFiles);
byId("try-example").addEventListener("click", async (event) => {
  event.target.disabled = true;
  await sendExample().catch((error) => toast(error.message));
  event.target.disabled = false;
});
messages.start();
addEventListener("hashchange", () => {
  composer.endReply();
  enter();
});
enter();
byId("text").focus();
