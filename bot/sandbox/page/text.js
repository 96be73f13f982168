// Formatted text. Entities count UTF-16 units, as JavaScript's strings do.

import { element } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote", spoiler: "span", text_link: "a", url: "a", bot_command: "button", mention: "b",
};

// `onCommand` is called with a command that was clicked.
export function formatted(text, entities, onCommand) {
  const known = entities.filter((entity) => entity.type in TAGS);
  return between(text, known, 0, text.length, onCommand);
}

function between(text, entities, start, end, onCommand) {
  const fragment = document.createDocumentFragment();
  let position = start;
  entities.forEach((entity, index) => {
    const last = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position || last <= entity.offset) return; // shown within an earlier one
    fragment.append(text.slice(position, entity.offset));
    const inner = entities.slice(index + 1).filter((other) => other.offset < last);
    const shown = dressed(entity, text.slice(entity.offset, last), onCommand);
    shown.append(between(text, inner, entity.offset, last, onCommand));
    fragment.append(shown);
    position = last;
  });
  fragment.append(text.slice(position, end));
  return fragment;
}

function dressed(entity, words, onCommand) {
  const shown = element(TAGS[entity.type]);
  if (shown.tagName === "A") {
    shown.href = entity.url ?? words;
    shown.target = "_blank";
    shown.rel = "noreferrer";
  } else if (entity.type === "bot_command") {
    shown.type = "button";
    shown.className = "command";
    shown.addEventListener("click", () => onCommand(words));
  } else if (entity.type === "spoiler") {
    shown.className = "spoiler";
    shown.tabIndex = 0;
  }
  return shown;
}
