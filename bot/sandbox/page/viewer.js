// Pictures in full size, with what was said of them. Arrow keys go to the neighbors.

import { byId, toast } from "./dom.js";
import * as drawing from "./drawing.js";
import * as messages from "./messages.js";

const dialog = byId("large");
const image = dialog.querySelector("img");
let shown = null; // the message

export function open(message) {
  fill(message);
  dialog.showModal();
}

// The picture changed while it is open: a preview makes place for the next one, or for the result.
export function refresh(message) {
  if (dialog.open && message.message_id === shown.message_id && message.media) fill(message);
}

function fill(message) {
  shown = message;
  image.src = message.media.url;
  byId("large-text").textContent = message.text;
  dialog.querySelector("a").href = `${message.media.url}?download`;
  const { before, after } = neighbours();
  byId("earlier").disabled = !before;
  byId("later").disabled = !after;
}

function neighbours() {
  const all = messages.photos();
  const at = all.findIndex((message) => message.message_id === shown.message_id);
  return { before: all[at - 1], after: at < 0 ? undefined : all[at + 1] };
}

function go(where) {
  const next = neighbours()[where];
  if (next) fill(next);
}

export function start() {
  byId("earlier").addEventListener("click", () => go("before"));
  byId("later").addEventListener("click", () => go("after"));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") go("before");
    if (event.key === "ArrowRight") go("after");
  });
  byId("draw").addEventListener("click", () => {
    dialog.close();
    drawing.open(shown).catch((error) => toast(error.message));
  });
  drawing.start();
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target === image) dialog.close();
  });
}
