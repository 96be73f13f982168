// The bot's commands, offered while one is being typed.

import { byId, element } from "./dom.js";

const text = byId("text");
const list = byId("suggestions");
let commands = [];
let offered = [];
let selected = 0;
let onChosen = () => {};

export function start(given) {
  onChosen = given;
}

export function useCommands(given) {
  commands = given;
  byId("commands").hidden = commands.length === 0;
}

export function offer() {
  const typed = /^\/(\w*)$/.exec(text.value);
  offered = typed ? commands.filter((command) => command.command.startsWith(typed[1].toLowerCase())) : [];
  selected = 0;
  show();
}

export function withdraw() {
  offered = [];
  show();
}

// Whether the key meant the list.
export function takesKey(event) {
  if (!offered.length) return false;
  if (["ArrowDown", "ArrowUp"].includes(event.key)) {
    selected = (selected + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
    show();
  } else if (event.key === "Escape") {
    withdraw();
  } else if (event.key === "Tab" || (event.key === "Enter" && `/${offered[selected].command}` !== text.value)) {
    complete(offered[selected]);
  } else {
    return false;
  }
  return true;
}

function show() {
  list.hidden = offered.length === 0;
  text.setAttribute("aria-expanded", String(offered.length > 0));
  list.replaceChildren(...offered.map(suggestion));
  if (offered.length) text.setAttribute("aria-activedescendant", `command-${selected}`);
  else text.removeAttribute("aria-activedescendant");
  list.children[selected]?.scrollIntoView({ block: "nearest" });
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
  withdraw();
  onChosen();
}
