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

export const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

export function toast(text) {
  const shown = element("div", "toast", text);
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), 3000 + 40 * text.length);
}

export function showAlert(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
