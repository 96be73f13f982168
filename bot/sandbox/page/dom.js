// Small helpers around the document.

export const byId = (id) => document.getElementById(id);

export function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// A sign for a file, drawn: not every machine has a font with emoji.
const SIGN_PATHS = {
  document: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  video: "M3 6h12v12H3zM15 10l6-3v10l-6-3",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  animation: "M4 5h16v14H4zM10 9l5 3-5 3z",
  sticker: "M4 4h16v9l-7 7H4zM13 20v-7h7M8 9h.01M14 9h.01M8 12c1 1.5 3 1.5 4 1",
  contact: "M12 4a4 4 0 0 1 0 8 4 4 0 0 1 0-8zM5 20c0-4 3-6 7-6s7 2 7 6",
  location: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 8a2 2 0 0 1 0 4 2 2 0 0 1 0-4z",
};

export function sign(kind) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SIGN_PATHS[kind] ?? SIGN_PATHS.document);
  drawing.append(path);
  return element("span", "sign", drawing);
}

// The bot has its picture; people and groups have their first letter on a color of their own.
export function avatar(name, id, isBot = false) {
  if (isBot) {
    const image = element("img", "avatar");
    image.src = "/page/icon.svg";
    image.alt = "";
    return image;
  }
  const made = element("span", `avatar tint-${tint(id)}`, [...name][0] ?? "?");
  made.setAttribute("aria-hidden", "true");
  return made;
}

export const tint = (id) => Math.abs(id) % 7;

export const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

export function toast(text) {
  const toasts = byId("toasts");
  const shown = element("div", "toast", text);
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  toasts.showPopover(); // anew, so that it lies above whatever dialog is open
  toasts.append(shown);
  setTimeout(() => {
    shown.remove();
    if (!toasts.children.length && toasts.matches(":popover-open")) toasts.hidePopover();
  }, 3000 + 40 * text.length);
}

export function showAlert(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

const isToday = (date) => date.toDateString() === new Date().toDateString();

export const timeOf = (seconds) => new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

export function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  return isToday(date) ? "Today" : date.toLocaleDateString(undefined, { day: "numeric", month: "long" });
}

export function shortTime(seconds) {
  const date = new Date(seconds * 1000);
  return isToday(date) ? timeOf(seconds) : date.toLocaleDateString(undefined, { day: "numeric", month: "short" });
}
