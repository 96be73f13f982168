// The line at the bottom: text, attachments in their order, commands, the message that is replied to.

import { sendFiles, sendText } from "./api.js";
import { byId, element, sign, toast } from "./dom.js";

const ROLES = ["1 content", "2 style"];
const MOST = 10;
const text = byId("text");
const suggestions = byId("suggestions");
let attached = []; // {file, url}
let commands = [];
let offered = [];
let selected = 0;
let replyTo = null;
let sending = false;

export function useCommands(given) {
  commands = given;
  byId("commands").hidden = commands.length === 0;
}

export function chooseFiles() {
  byId("files").click();
}

export function replyToMessage(message) {
  replyTo = message.message_id;
  const words = message.text || message.media?.kind || "";
  const who = message.from_bot ? "Stylegram" : "You";
  byId("replying").querySelector(".quote").replaceChildren(element("b", "", who), element("span", "", words));
  byId("replying").hidden = false;
  text.focus();
}

function endReply() {
  replyTo = null;
  byId("replying").hidden = true;
}

export function attach(files) {
  for (const file of files) {
    if (attached.length === MOST) return toast(`Up to ${MOST} files at once.`);
    attached.push({ file, url: file.type.startsWith("image/") ? URL.createObjectURL(file) : null });
  }
  showTray();
  text.focus();
}

function detach(item) {
  attached = attached.filter((other) => other !== item);
  if (item.url) URL.revokeObjectURL(item.url);
  showTray();
}

function showTray() {
  byId("tray").hidden = attached.length === 0;
  byId("swap").hidden = attached.length !== 2;
  text.placeholder = attached.length ? "Caption, such as iterations=300 size=768" : "Message";
  byId("attached").replaceChildren(...attached.map(thumbnail));
  showSend();
}

function thumbnail(item, index) {
  const picture = element("div", "thumbnail", sign("document"));
  if (item.url) {
    const image = element("img");
    image.src = item.url;
    image.alt = item.file.name;
    image.onerror = () => picture.replaceChildren(sign("document")); // not a picture after all: it goes as a file
    picture.replaceChildren(image);
  }
  const off = element("button", "icon", "×");
  off.type = "button";
  off.setAttribute("aria-label", `Remove ${item.file.name}`);
  off.addEventListener("click", () => detach(item));
  const label = attached.length > 1 ? (ROLES[index] ?? String(index + 1)) : item.file.name;
  return element("li", "", picture, element("span", "name", label), off);
}

function showSend() {
  byId("send").disabled = sending || (attached.length === 0 && text.value.trim() === "");
}

function fitHeight() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

export async function say(words) {
  try {
    await sendText(words, null);
  } catch (error) {
    toast(error.message);
  }
}

async function send() {
  if (byId("send").disabled) return;
  sending = true;
  showSend();
  try {
    const words = text.value;
    if (attached.length) {
      const kind = byId("as-file").checked ? "document" : "photo";
      await sendFiles(kind, attached.map((item) => item.file), words, replyTo);
    } else {
      await sendText(words, replyTo);
    }
    attached.forEach((item) => item.url && URL.revokeObjectURL(item.url));
    attached = [];
    text.value = "";
    endReply();
  } catch (error) {
    toast(error.message); // what was written stays
  } finally {
    sending = false;
    showTray();
    fitHeight();
    offerCommands();
  }
}

function offerCommands() {
  const typed = /^\/(\w*)$/.exec(text.value);
  offered = typed ? commands.filter((command) => command.command.startsWith(typed[1].toLowerCase())) : [];
  selected = 0;
  showSuggestions();
}

function showSuggestions() {
  suggestions.hidden = offered.length === 0;
  text.setAttribute("aria-expanded", String(offered.length > 0));
  suggestions.replaceChildren(...offered.map(suggestion));
  if (offered.length) text.setAttribute("aria-activedescendant", `command-${selected}`);
  else text.removeAttribute("aria-activedescendant");
  suggestions.children[selected]?.scrollIntoView({ block: "nearest" });
}

function suggestion(command, index) {
  const item = element("li", "", element("b", "", `/${command.command}`), element("span", "", command.description));
  item.id = `command-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(index === selected));
  item.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
  item.addEventListener("click", () => complete(command));
  return item;
}

function complete(command) {
  text.value = `/${command.command} `;
  offered = [];
  showSuggestions();
  showSend();
  text.focus();
}

function onKey(event) {
  if (offered.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    selected = (selected + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
    showSuggestions();
  } else if (offered.length && event.key === "Tab") {
    complete(offered[selected]);
  } else if (offered.length && event.key === "Escape") {
    offered = [];
    showSuggestions();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    if (offered.length && `/${offered[selected].command}` !== text.value) complete(offered[selected]);
    else send();
  } else {
    return;
  }
  event.preventDefault();
}

function watchDrops() {
  const sign = byId("drop");
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  addEventListener("dragenter", (event) => {
    if (carriesFiles(event)) sign.hidden = ++depth === 0;
  });
  addEventListener("dragleave", (event) => {
    if (carriesFiles(event)) sign.hidden = --depth <= 0;
  });
  addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    sign.hidden = true;
    attach(event.dataTransfer.files);
  });
}

export function start() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("attach").addEventListener("click", chooseFiles);
  byId("files").addEventListener("change", (event) => {
    attach(event.target.files);
    event.target.value = "";
  });
  byId("swap").addEventListener("click", () => {
    attached.reverse();
    showTray();
  });
  byId("commands").addEventListener("click", () => {
    text.value = "/";
    text.focus();
    offerCommands();
    showSend();
  });
  byId("replying").querySelector("button").addEventListener("click", endReply);
  text.addEventListener("keydown", onKey);
  text.addEventListener("input", () => {
    fitHeight();
    offerCommands();
    showSend();
  });
  text.addEventListener("blur", () => {
    offered = [];
    showSuggestions();
  });
  text.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  });
  watchDrops();
  showSend();
}
