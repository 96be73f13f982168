// Small forms in a dialog: one question or a few, and a button.

import { byId, element, toast } from "./dom.js";

const dialog = byId("form");

// `fields`: elements made below. `onSubmit` gets the values by name; what it throws is shown, and the form stays.
export function ask(title, fields, action, onSubmit) {
  const form = element("form", "", element("h2", "", title), ...fields, buttons(action));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await onSubmit(new FormData(form));
      dialog.close();
    } catch (error) {
      toast(error.message);
    }
  });
  dialog.setAttribute("aria-label", title);
  dialog.replaceChildren(form);
  dialog.showModal();
}

function buttons(action) {
  const submit = element("button", "primary", action);
  const cancel = element("button", "", "Cancel");
  cancel.type = "button";
  cancel.addEventListener("click", () => dialog.close());
  return element("p", "actions", cancel, submit);
}

export function textField(name, label, attributes = {}) {
  const input = element("input");
  Object.assign(input, { name, required: true, maxLength: 64, autocomplete: "off" }, attributes);
  return element("label", "field", element("span", "", label), input);
}

// `options`: [value, label] pairs.
export function choice(name, label, options) {
  const select = element("select");
  select.name = name;
  select.append(...options.map(([value, words]) => new Option(words, value)));
  return element("label", "field", element("span", "", label), select);
}

export function ticks(name, label, options) {
  const boxes = options.map(([value, words]) => {
    const box = element("input");
    Object.assign(box, { type: "checkbox", name, value, checked: true });
    return element("label", "tick-row", box, words);
  });
  return element("fieldset", "field", element("legend", "", label), ...boxes);
}
