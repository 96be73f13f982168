// Menus: a list of actions beside the button that opened it. The browser closes it by Escape or a click elsewhere.

import { element } from "./dom.js";

// `items`: {label, run, danger?, checked?}; null is a line between two groups.
export function openMenu(anchor, items) {
  const menu = element("div", "menu", ...items.map((item) => (item ? entry(item) : element("hr"))));
  menu.classList.toggle("with-ticks", items.some((item) => item?.checked !== undefined));
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (document.activeElement === document.body) anchor.focus();
  });
  menu.addEventListener("keydown", (event) => onKey(event, menu));
  menu.addEventListener("click", () => menu.hidePopover());
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor.getBoundingClientRect());
  anchor.setAttribute("aria-expanded", "true");
  menu.querySelector("button")?.focus();
}

function entry({ label, run, danger, checked }) {
  const made = element("button", danger ? "danger" : "", element("span", "tick", checked ? "✓" : ""), label);
  made.type = "button";
  made.setAttribute("role", checked === undefined ? "menuitem" : "menuitemcheckbox");
  if (checked !== undefined) made.setAttribute("aria-checked", String(checked));
  made.addEventListener("click", run);
  return made;
}

function place(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + 4;
  menu.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
  menu.style.top = `${below + height > innerHeight - 8 ? Math.max(8, anchor.top - height - 4) : below}px`;
}

function onKey(event, menu) {
  const entries = [...menu.querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  entries.at(next % entries.length)?.focus();
}
