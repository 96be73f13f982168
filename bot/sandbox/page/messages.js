// The list of messages. A view is updated in place, so that a picture changes without a flicker.

import { byId, differ, element, fileSize, sign } from "./dom.js";
import { formatted } from "./text.js";

const MOST_PIXELS = 460; // of a photo's edges in the chat
const SMALL_PIXELS = 320; // smaller photos are shown larger
const LEAST_PIXELS = 220; // for the words and buttons below
const list = byId("messages");
const scroller = byId("scroller");
const messages = new Map(); // by id
const views = new Map(); // by key: an album is one view
let actions = {}; // onCommand, onTap, onReply, onOpen

export function useActions(given) {
  actions = given;
}

export function showAll(all) {
  messages.clear();
  all.forEach((message) => messages.set(message.message_id, message));
  arrange(true);
}

export function showOne(message) {
  const isNew = !messages.has(message.message_id);
  messages.set(message.message_id, message);
  arrange(isNew && !message.from_bot);
}

export function remove(messageId) {
  messages.delete(messageId);
  arrange(false);
}

export function isNearEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
}

export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

function arrange(wantEnd) {
  const follow = wantEnd || isNearEnd();
  const groups = new Map();
  for (const message of [...messages.values()].sort((one, other) => one.message_id - other.message_id)) {
    const key = message.media_group_id ? `album ${message.media_group_id}` : `message ${message.message_id}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(message);
  }
  for (const [key, view] of views) {
    if (!groups.has(key)) {
      view.root.remove();
      views.delete(key);
    }
  }
  list.querySelectorAll(".day").forEach((day) => day.remove());
  let lastDay = "";
  for (const [key, group] of groups) {
    const isNew = !views.has(key);
    if (isNew) views.set(key, new MessageView());
    const view = views.get(key);
    view.update(group);
    if (isNew) list.append(view.root);
    const day = dayOf(group[0].date);
    if (day !== lastDay) view.root.before(element("div", "day", day));
    lastDay = day;
  }
  byId("empty").hidden = messages.size > 0;
  if (follow) toEnd();
}

function dayOf(seconds) {
  const day = new Date(seconds * 1000).toDateString();
  if (day === new Date().toDateString()) return "Today";
  return new Date(seconds * 1000).toLocaleDateString(undefined, { day: "numeric", month: "long" });
}

class MessageView {
  constructor() {
    this.root = element("article", "message");
    this.bubble = element("div", "bubble");
    this.keyboard = element("div", "keyboard");
    this.media = [];
    this.text = element("div", "text");
    this.meta = element("div", "meta");
    this.root.append(this.bubble, this.keyboard, this.replyButton());
    this.seen = {};
  }

  // `group` is one message, or those of an album.
  update(group) {
    const [first] = group;
    this.first = first;
    this.root.dataset.messageId = first.message_id;
    this.root.classList.toggle("you", !first.from_bot);
    this.root.classList.toggle("bare", first.media?.kind === "sticker");
    const withText = group.find((message) => message.text) ?? first;
    this.changed("reply", first.reply_to, () => this.showReply(first.reply_to));
    this.changed("media", group.map((message) => message.media), () => this.showMedia(group));
    this.changed("text", [withText.text, withText.entities], () => this.showText(withText));
    this.changed("meta", [first.date, first.edits > 0], () => this.showMeta(first));
    this.changed("buttons", first.buttons, () => this.showButtons(first));
    const parts = [this.reply, this.gallery, this.text, this.meta].filter(Boolean);
    if (parts.some((part, index) => this.bubble.children[index] !== part)) this.bubble.replaceChildren(...parts);
  }

  changed(name, value, show) {
    if (name in this.seen && !differ(this.seen[name], value)) return;
    this.seen[name] = value;
    show();
  }

  replyButton() {
    const button = element("button", "icon reply-button", "↩");
    button.type = "button";
    button.setAttribute("aria-label", "Reply");
    button.title = "Reply";
    button.addEventListener("click", () => actions.onReply(this.first));
    return button;
  }

  showReply(reply) {
    this.reply = null;
    if (!reply) return;
    this.reply = element("button", "quote", element("b", "", reply.from_bot ? "Stylegram" : "You"), element("span", "", reply.text));
    this.reply.type = "button";
    this.reply.addEventListener("click", () => jumpTo(reply.message_id));
  }

  showMedia(group) {
    const photos = group.filter((message) => message.media?.kind === "photo");
    if (photos.length === group.length) return this.showPhotos(photos);
    this.bubble.style.width = "";
    this.gallery = element("div", "", ...group.filter((message) => message.media).map(fileView));
    if (!group.some((message) => message.media)) this.gallery = null;
  }

  showPhotos(group) {
    if (!this.gallery?.classList.contains("photos") || this.gallery.children.length !== group.length) {
      this.gallery = element("div", "photos", ...group.map(() => element("button", "photo")));
    }
    this.gallery.classList.toggle("several", group.length > 1);
    this.bubble.style.width = group.length > 1 ? "" : `${shownWidth(group[0].media)}px`;
    group.forEach((message, index) => showPhoto(this.gallery.children[index], message));
  }

  showText(message) {
    this.text.replaceChildren(formatted(message.text, message.entities, actions.onCommand));
    this.text.hidden = !message.text;
  }

  showMeta(message) {
    const time = new Date(message.date * 1000).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
    this.meta.replaceChildren(message.edits > 0 ? `edited ${time}` : time);
  }

  showButtons(message) {
    const rows = message.buttons.map((row) => element("div", "", ...row.map((button) => buttonView(message, button))));
    this.keyboard.replaceChildren(...rows);
    this.keyboard.hidden = rows.length === 0;
  }
}

function shownWidth({ width, height }) {
  const fitting = Math.min(MOST_PIXELS, (MOST_PIXELS * width) / height, Math.max(width, SMALL_PIXELS));
  return Math.max(LEAST_PIXELS, Math.round(fitting));
}

function showPhoto(holder, message) {
  const { url, width, height } = message.media;
  holder.type = "button";
  holder.setAttribute("aria-label", message.from_bot ? "Open the picture from Stylegram" : "Open your picture");
  holder.onclick = () => actions.onOpen(message);
  const next = element("img");
  next.alt = "";
  next.width = width;
  next.height = height;
  next.src = url;
  const swap = () => {
    const follow = isNearEnd();
    holder.replaceChildren(next);
    if (follow) toEnd();
  };
  if (holder.firstChild) next.decode().then(swap, swap); // the old one stays until the new one can be shown
  else swap();
}

function fileView(message) {
  const { kind, url, name, size, thumbnail } = message.media;
  if (kind === "sticker") {
    const image = element("img");
    image.src = url;
    image.alt = "Sticker";
    return element("div", "sticker", image);
  }
  const link = element("a", "file");
  link.href = `${url}?download`;
  link.download = name ?? "";
  const picture = thumbnail ? element("img") : sign(kind);
  if (thumbnail) {
    picture.src = thumbnail;
    picture.alt = "";
  }
  const facts = size === undefined || size === null ? kind : fileSize(size);
  link.append(picture, element("span", "facts", element("b", "", name ?? kind), element("small", "", `${facts} · `, element("span", "get", "Download"))));
  return link;
}

function buttonView(message, button) {
  const style = { danger: "danger", success: "success", primary: "is-primary" }[button.style] ?? "";
  if (button.url) {
    const link = element("a", `button ${style}`, button.text);
    link.href = button.url;
    link.target = "_blank";
    link.rel = "noreferrer";
    return link;
  }
  const made = element("button", style, button.text);
  made.type = "button";
  made.addEventListener("click", () => actions.onTap(message, button.callback_data, made));
  return made;
}

function jumpTo(messageId) {
  const message = messages.get(messageId);
  if (!message) return;
  const key = message.media_group_id ? `album ${message.media_group_id}` : `message ${messageId}`;
  const { root } = views.get(key);
  root.scrollIntoView({ block: "center", behavior: "smooth" });
  root.classList.add("flash");
  setTimeout(() => root.classList.remove("flash"), 1200);
}
