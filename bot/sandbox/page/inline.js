// Sharing: buttons that lead into another chat with the bot's name and some words, what the bot offers there to send, and
// links that lead to the bot.

import * as api from "./api.js";
import { byId, element, toast } from "./dom.js";
import { ask, choice } from "./forms.js";

const PAUSE = 250; // milliseconds without a key, after which the bot is asked
const text = byId("text");
const panel = byId("offers");
let here = null; // the state of the open chat
let goTo = () => {};
let waiting = null; // {chat, words}: to be written once that chat is open
let asked = ""; // the id of the latest query
let timer = 0;

export function start(onGo) {
  goTo = onGo;
  text.addEventListener("input", onText);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.href && follow(new URL(link.href))) event.preventDefault();
  });
}

export function showState(state) {
  here = state;
  if (waiting?.chat !== state.chat_id) return;
  write(`@${state.bot.username} ${waiting.words}`);
  waiting = null;
}

function write(words) {
  text.value = words;
  text.focus();
  text.dispatchEvent(new Event("input"));
}

// A button of a message: into a chat of one's choice.
export function switchTo({ query = "", ...allowed }) {
  chooseChat(allowed, (chat) => {
    waiting = { chat, words: query };
    if (chat === here.chat_id) showState(here);
    else goTo({ as: here.user.id, chat });
  });
}

function chooseChat(allowed, onChosen) {
  const fits = ({ kind }) => (kind === "private" ? allowed.allow_bot_chats : allowed.allow_group_chats);
  const rooms = here.rooms.filter(fits);
  if (!rooms.length) return toast("You are in no group yet. Make one first.");
  const field = choice("chat", "Chat", rooms.map((room) => [room.chat_id, room.title]));
  ask("Share in", [field], "Choose", (values) => onChosen(Number(values.get("chat"))));
}

// Whether a link is one of Telegram's that the page follows by itself.
function follow(url) {
  if (!here || url.hostname !== "t.me") return false;
  if (url.pathname === "/share/url") {
    const words = [url.searchParams.get("url"), url.searchParams.get("text")].filter(Boolean).join("\n");
    chooseChat({ allow_group_chats: true, allow_bot_chats: true }, (chat) => send(words, chat));
    return true;
  }
  if (url.pathname !== `/${here.bot.username}`) return false;
  begin(url.searchParams.get("start"));
  return true;
}

const begin = (payload) => send(payload ? `/start ${payload}` : "/start", here.user.id);

async function send(words, chat) {
  const place = { as: here.user.id, chat };
  goTo(place);
  await api.sendText(words, null, new URLSearchParams(place)).catch((error) => toast(error.message));
}

function onText() {
  clearTimeout(timer);
  close();
  const name = `@${here?.bot.username} `;
  if (!text.value.startsWith(name)) return;
  timer = setTimeout(() => inquire(text.value.slice(name.length)), PAUSE);
}

async function inquire(words) {
  try {
    ({ query_id: asked } = await api.askInline(words));
    await onOffer({ query_id: asked }); // it may be here already
  } catch (error) {
    toast(error.message);
  }
}

export async function onOffer({ query_id: queryId }) {
  if (queryId !== asked) return;
  const { offer } = await api.inlineOffer(queryId);
  if (offer && queryId === asked) show(queryId, offer);
}

function show(queryId, { results, button }) {
  const items = results.map((result) => resultView(queryId, result));
  if (button) items.unshift(action(button.text, () => begin(button.start_parameter)));
  panel.replaceChildren(...(items.length ? items : [element("p", "fine", "The bot offers nothing here.")]));
  panel.hidden = false;
}

function resultView(queryId, { id, title, description, url }) {
  const image = element("img");
  Object.assign(image, { src: url, alt: "" });
  const words = element("span", "", element("b", "", title || "Photo"), element("small", "", description || "Send it here"));
  return action([image, words], () => api.chooseInline(queryId, id));
}

function action(content, run) {
  const made = element("button", "offer", ...[content].flat());
  made.type = "button";
  made.addEventListener("click", async () => {
    write("");
    await Promise.resolve(run()).catch((error) => toast(error.message));
  });
  return made;
}

function close() {
  asked = "";
  panel.hidden = true;
}
