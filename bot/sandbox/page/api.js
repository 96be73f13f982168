// What the page asks of the server, as somebody, in some chat.

let seat = new URLSearchParams(); // as, chat, thread: see bot/sandbox/page_api

export function sitDown(place) {
  seat = new URLSearchParams(Object.entries(place).filter(([, value]) => value));
}

// Where one sits now: what was written here belongs here, though one may go elsewhere before it is sent.
export const here = () => seat;

async function request(path, options, from = seat) {
  const response = await fetch(`${path}?${from}`, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

function postJson(path, body = {}, from = seat) {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body) }, from);
}

export const sendText = (text, replyTo, from) => postJson("/sandbox/send/text", { text, reply_to: replyTo }, from);
export const sendContact = (name, phone) => postJson("/sandbox/send/contact", { name, phone_number: phone });
export const sendLocation = (latitude, longitude) => postJson("/sandbox/send/location", { latitude, longitude });
export const sendExample = () => postJson("/sandbox/send/example");
export const tap = (messageId, data) => postJson("/sandbox/tap", { message_id: messageId, data });
export const askInline = (query) => postJson("/sandbox/inline", { query });
export const inlineOffer = (queryId) => request(`/sandbox/inline/${queryId}`);
export const chooseInline = (queryId, resultId) => postJson("/sandbox/inline/choice", { query_id: queryId, result_id: resultId });
export const allowReactions = (on) => postJson("/sandbox/reactions", { on });
export const setAbilities = (abilities) => postJson("/sandbox/abilities", abilities);
export const addPerson = (name, language) => postJson("/sandbox/people", { name, language: language || null });
export const addGroup = (group) => postJson("/sandbox/groups", group);
export const addMember = (userId) => postJson("/sandbox/members", { user_id: userId });
export const addTopic = (name) => postJson("/sandbox/topics", { name });
export const setBotStatus = (status) => postJson("/sandbox/bot-status", { status });
export const migrate = () => postJson("/sandbox/migration");
export const setPrivacyMode = (on) => postJson("/sandbox/privacy-mode", { on });

// `facts` are further fields of the form, such as a film's width or its thumbnail.
export function sendFiles(kind, files, caption, replyTo, facts = {}, from = seat) {
  const form = new FormData();
  form.append("caption", caption);
  form.append("reply_to", replyTo ?? "");
  for (const [name, value] of Object.entries(facts)) {
    if (value instanceof Blob) form.append(name, value, `${name}.jpg`);
    else form.append(name, value);
  }
  files.forEach((file, number) => form.append(`file${number}`, file, file.name));
  return request(`/sandbox/send/${kind}`, { method: "POST", body: form }, from);
}

// Calls `onEvent` for everything that happens here, beginning with the whole state after each (re)connection, until the
// function that is returned is called.
export function watch(onEvent, onLost) {
  const address = `/sandbox/events?${seat}`;
  let source = null;
  let timer = 0;
  const connect = () => {
    source = new EventSource(address);
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.onerror = () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, 2000);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
