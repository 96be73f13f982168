// Wires the chat page together.

import { sendExample, tap, watch } from "./api.js";
import * as composer from "./composer.js";
import { byId, showAlert, toast } from "./dom.js";
import * as messages from "./messages.js";

const READY = "local bot";
const TAP_SECONDS = 15;
const ACTION_SECONDS = 5;
const ACTIONS = { typing: "typing…", upload_photo: "sending a photo…", upload_document: "sending a file…" };
const status = byId("status");
const large = byId("large");
const waitingTaps = new Map(); // query id → button
const earlyAnswers = new Map(); // an answer may be here before the tap's own response
let actionTimer = 0;
let openMessage = null;

function showStatus(words, className = "") {
  status.textContent = words;
  status.className = className;
}

function showAction(action) {
  showStatus(ACTIONS[action] ?? "busy…", "busy");
  clearTimeout(actionTimer);
  actionTimer = setTimeout(() => showStatus(READY), ACTION_SECONDS * 1000);
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

function openLarge(message) {
  openMessage = message.message_id;
  fillLarge(message);
  large.showModal();
}

function fillLarge(message) {
  large.querySelector("img").src = message.media.url;
  byId("large-text").textContent = message.text;
  large.querySelector("a").href = `${message.media.url}?download`;
}

function onMessage(message) {
  if (!message) return; // deleted meanwhile
  messages.showOne(message);
  if (message.from_bot) showStatus(READY);
  if (large.open && openMessage === message.message_id && message.media?.kind === "photo") fillLarge(message);
}

const HANDLERS = {
  state: ({ state }) => {
    messages.showAll(state.messages);
    composer.useCommands(state.commands);
    showStatus(READY);
  },
  message: (event) => onMessage(event.message),
  deleted: (event) => messages.remove(event.message_id),
  commands: (event) => composer.useCommands(event.commands),
  action: (event) => showAction(event.action),
  answer: onAnswer,
};

messages.useActions({ onCommand: composer.say, onTap, onReply: composer.replyToMessage, onOpen: openLarge });
composer.start();
byId("choose").addEventListener("click", composer.chooseFiles);
byId("try-example").addEventListener("click", async (event) => {
  event.target.disabled = true;
  await sendExample().catch((error) => toast(error.message));
  event.target.disabled = false;
});
byId("scroller").addEventListener("scroll", () => {
  byId("to-end").hidden = messages.isNearEnd();
});
byId("to-end").addEventListener("click", messages.toEnd);
large.addEventListener("click", (event) => {
  if (event.target === large || event.target.tagName === "IMG") large.close();
});
watch(
  (event) => HANDLERS[event.event]?.(event),
  () => showStatus("connection lost, trying again…", "lost"),
);
byId("text").focus();
