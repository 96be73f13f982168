// What the page asks of the server.

async function request(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

function postJson(path, body) {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const sendText = (text, replyTo) => postJson("/sandbox/send/text", { text, reply_to: replyTo });

export const sendExample = () => postJson("/sandbox/send/example", {});

export const tap = (messageId, data) => postJson("/sandbox/tap", { message_id: messageId, data });

export function sendFiles(kind, files, caption, replyTo) {
  const form = new FormData();
  form.append("caption", caption);
  form.append("reply_to", replyTo ?? "");
  files.forEach((file, number) => form.append(`file${number}`, file, file.name));
  return request(`/sandbox/send/${kind}`, { method: "POST", body: form });
}

// Calls `onEvent` for everything that happens, beginning with the whole state after each (re)connection.
export function watch(onEvent, onLost) {
  const source = new EventSource("/sandbox/events");
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onerror = () => {
    onLost();
    if (source.readyState === EventSource.CLOSED) setTimeout(() => watch(onEvent, onLost), 2000);
  };
}
