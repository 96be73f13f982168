// The line at the bottom: text, attachments, commands, the message that is replied to.

import * as api from "./api.js";
import * as attachments from "./attachments.js";
import { byId, element, toast } from "./dom.js";
import { ask, textField } from "./forms.js";
import { openMenu } from "./menu.js";
import * as suggestions from "./suggestions.js";

const text = byId("text");
const replying = byId("replying");
let replyTo = null;
let lastSent = Promise.resolve();

export function chooseFiles() {
  byId("files").click();
}

export function replyToMessage(message) {
  replyTo = message.message_id;
  const words = message.text || message.media?.kind.replace("_", " ") || "";
  replying.querySelector(".quote").replaceChildren(element("b", "", message.sender.name), element("span", "", words));
  replying.hidden = false;
  text.focus();
}

export function endReply() {
  replyTo = null;
  replying.hidden = true;
}

export function attach(files) {
  attachments.add(files);
  text.focus();
}

function showSend() {
  byId("send").disabled = attachments.count() === 0 && text.value.trim() === "";
  text.placeholder = attachments.count() ? "Caption, such as iterations=300 size=768" : "Message";
}

function fitHeight() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

function onText() {
  fitHeight();
  suggestions.offer();
  showSend();
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

export const say = (words) => attempt(() => api.sendText(words, null));

// The line is free for the next words at once; messages go one after the other.
function send() {
  if (byId("send").disabled) return;
  const letter = { words: text.value, replyTo, attached: attachments.take(), from: api.here() };
  text.value = "";
  endReply();
  onText();
  lastSent = lastSent.then(() => deliver(letter));
}

async function deliver({ words, replyTo: answered, attached, from }) {
  try {
    if (attached.items.length) {
      const { kind, files, facts } = await attachments.parcel(attached);
      await api.sendFiles(kind, files, words, answered, facts, from);
    } else {
      await api.sendText(words, answered, from);
    }
    attachments.release(attached);
  } catch (error) {
    toast(error.message);
    putBack(words, attached);
  }
}

// What was not sent is there again, unless something else has taken its place.
function putBack(words, attached) {
  if (!text.value) text.value = words;
  if (!attachments.count()) attachments.putBack(attached);
  onText();
}

function onKey(event) {
  if (event.isComposing) return;
  if (suggestions.takesKey(event)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape") {
    endReply();
  }
}

function offerKinds() {
  openMenu(byId("attach"), [
    { label: "Photos or files…", run: chooseFiles },
    { label: "A sticker", run: () => attempt(() => api.sendFiles("sticker", [], "", replyTo)) },
    { label: "A contact…", run: offerContact },
    { label: "A location", run: () => attempt(() => api.sendLocation(48.8606, 2.3376)) },
    null,
    { label: "The example pair", run: () => attempt(api.sendExample) },
  ]);
}

function offerContact() {
  const fields = [textField("name", "Name"), textField("phone", "Phone number", { type: "tel" })];
  ask("Send a contact", fields, "Share", (values) => api.sendContact(values.get("name"), values.get("phone")));
}

function watchDrops() {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const enter = (step) => (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth + step);
    byId("drop").hidden = depth === 0;
  };
  addEventListener("dragenter", enter(1));
  addEventListener("dragleave", enter(-1));
  addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    byId("drop").hidden = true;
    attach(event.dataTransfer.files);
  });
}

// Wherever the focus is: pasted pictures are attached, and what is typed goes into the line.
function watchPage() {
  addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  });
  addEventListener("keydown", (event) => {
    const isFree = event.target === document.body || event.target === byId("scroller");
    const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isFree && isText && event.key !== " ") text.focus();
  });
}

export function start() {
  suggestions.start(() => {
    showSend();
    text.focus();
  });
  attachments.start(showSend);
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("attach").addEventListener("click", offerKinds);
  byId("files").addEventListener("change", (event) => {
    attach(event.target.files);
    event.target.value = "";
  });
  byId("commands").addEventListener("click", () => {
    text.value = "/";
    text.focus();
    onText();
  });
  replying.querySelector("button").addEventListener("click", endReply);
  text.addEventListener("keydown", onKey);
  text.addEventListener("input", onText);
  text.addEventListener("blur", suggestions.withdraw);
  watchDrops();
  watchPage();
  showSend();
}
