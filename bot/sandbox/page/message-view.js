// One message, or the messages of an album, as the chat shows it.

import { avatar, differ, element, timeOf, tint } from "./dom.js";
import { Gallery } from "./media.js";
import { formatted } from "./text.js";

// `actions`: me, inGroup; onCommand(words), onTap(message, data, button), onCopy(text), onSwitch(where), onReply(message), onOpen(message), onJump(id).
export class MessageView {
  constructor(actions) {
    this.actions = actions;
    this.root = element("article", "message");
    this.bubble = element("div", "bubble");
    this.keyboard = element("div", "keyboard");
    this.gallery = new Gallery((message) => actions.onOpen(message));
    this.text = element("div", "text");
    this.meta = element("div", "meta");
    this.seen = {};
  }

  update(group) {
    const [first] = group;
    this.first = first;
    this.root.dataset.messageId = first.message_id;
    if (first.service) return this.changed("service", first.service, () => this.showService(first.service));
    const isMine = first.sender.id === this.actions.me;
    this.root.classList.toggle("you", isMine);
    this.root.classList.toggle("bare", ["sticker", "video_note"].includes(first.media?.kind));
    const withText = group.find((message) => message.text) ?? first;
    this.changed("frame", [isMine, first.sender], () => this.showFrame(first, isMine));
    this.changed("reply", first.reply_to, () => this.showReply(first.reply_to));
    this.changed("media", group.map((message) => message.media), () => this.gallery.show(group, this.bubble));
    this.changed("text", [withText.text, withText.entities], () => this.showText(withText));
    this.changed("meta", [first.date, first.edits > 0, first.reaction, first.via_bot], () => this.showMeta(first));
    this.changed("buttons", first.buttons, () => this.showButtons(first));
    const parts = [this.name, this.reply, this.gallery.root, this.text, this.meta].filter(Boolean);
    if (parts.some((part, index) => this.bubble.children[index] !== part)) this.bubble.replaceChildren(...parts);
  }

  changed(name, value, show) {
    if (name in this.seen && !differ(this.seen[name], value)) return;
    this.seen[name] = value;
    show();
  }

  showService(words) {
    this.root.className = "message service";
    this.root.replaceChildren(element("p", "", words));
  }

  // In a group, who wrote it stands beside and above what others wrote.
  showFrame({ sender, from_bot: fromBot }, isMine) {
    const named = this.actions.inGroup && !isMine;
    this.name = named ? element("b", `name ink-${fromBot ? "bot" : tint(sender.id)}`, sender.name) : null;
    this.root.classList.toggle("named", named);
    const parts = [this.bubble, this.keyboard, this.replyButton()];
    if (named) parts.unshift(avatar(sender.name, sender.id, fromBot));
    this.root.replaceChildren(...parts);
  }

  replyButton() {
    const button = element("button", "icon reply-button", "↩");
    button.type = "button";
    button.setAttribute("aria-label", "Reply");
    button.title = "Reply";
    button.addEventListener("click", () => this.actions.onReply(this.first));
    return button;
  }

  showReply(reply) {
    this.reply = null;
    if (!reply) return;
    this.reply = element("button", "quote", element("b", "", reply.name), element("span", "", reply.text));
    this.reply.type = "button";
    this.reply.addEventListener("click", () => this.actions.onJump(reply.message_id));
  }

  showText(message) {
    this.text.replaceChildren(formatted(message.text, message.entities, this.actions.onCommand));
    this.text.hidden = !message.text;
  }

  showMeta(message) {
    const time = element("span", "", message.edits > 0 ? `edited ${timeOf(message.date)}` : timeOf(message.date));
    this.meta.replaceChildren(time);
    if (message.via_bot) this.meta.prepend(element("span", "via", `via @${message.via_bot}`));
    if (message.reaction) this.meta.prepend(element("span", "reaction", message.reaction));
  }

  showButtons(message) {
    const rows = message.buttons.map((row) => element("div", "", ...row.map((button) => this.buttonView(message, button))));
    this.keyboard.replaceChildren(...rows);
    this.keyboard.hidden = rows.length === 0;
  }

  buttonView(message, button) {
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
    if (button.copy_text) {
      made.title = button.copy_text.text;
      made.addEventListener("click", () => this.actions.onCopy(button.copy_text.text));
      return made;
    }
    if (button.switch_inline_query_chosen_chat) {
      made.addEventListener("click", () => this.actions.onSwitch(button.switch_inline_query_chosen_chat));
      return made;
    }
    made.addEventListener("click", () => this.actions.onTap(message, button.callback_data, made));
    return made;
  }
}
