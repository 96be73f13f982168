// Dark or light: as the system has it, until a click says otherwise.

import { byId } from "./dom.js";

const KEY = "theme";
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";

function show() {
  const label = isDark() ? "Light theme" : "Dark theme";
  byId("theme").setAttribute("aria-label", label);
  byId("theme").title = label;
}

export function start() {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
  byId("theme").addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem(KEY, next);
    show();
  });
  prefersDark.addEventListener("change", show);
  show();
}
