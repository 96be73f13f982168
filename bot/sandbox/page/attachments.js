// What is attached, in its order, and as what it is to be sent.

import { byId, element, sign, toast } from "./dom.js";

const ROLES = ["1 content", "2 style"];
const MOST = 10;
const FRAME_SECONDS = 4; // to find a film's thumbnail
const WAYS = {
  photo: "Photo", live_photo: "Live photo", document: "File", sticker: "Sticker", video: "Video", animation: "GIF",
  video_note: "Round video", voice: "Voice",
};
let attached = []; // {file, url, kind}
let way = "photo";
let onChange = () => {};

export function start(given) {
  onChange = given;
  byId("swap").addEventListener("click", () => {
    attached.reverse();
    show();
  });
  byId("ways").addEventListener("change", (event) => {
    way = event.target.value;
  });
}

export const count = () => attached.length;

export function add(files) {
  for (const file of files) {
    if (attached.length === MOST) {
      toast(`Up to ${MOST} files at once.`);
      break;
    }
    const kind = /^(image|video|audio)\//.exec(file.type)?.[1] ?? "other";
    attached.push({ file, kind, url: kind === "image" ? URL.createObjectURL(file) : null });
  }
  show();
}

// All that is attached, which is then attached no more: for `parcel`, then for `release` or `putBack`.
export function take() {
  const taken = { items: attached, way };
  attached = [];
  show();
  return taken;
}

export function putBack(taken) {
  attached = taken.items;
  way = taken.way;
  show();
}

export const release = ({ items }) => items.forEach((item) => item.url && URL.revokeObjectURL(item.url));

// {kind, files, facts}, as sendFiles takes them.
export async function parcel({ items, way: kind }) {
  const film = items.find((item) => item.kind === "video");
  const describes = film && !["photo", "document"].includes(kind);
  const stillFirst = [...items.filter((item) => item !== film), film];
  const files = (kind === "live_photo" ? stillFirst : items).map((item) => item.file);
  return { kind, files, facts: describes ? await describeFilm(film.file) : {} };
}

function detach(item) {
  attached = attached.filter((other) => other !== item);
  if (item.url) URL.revokeObjectURL(item.url);
  show();
}

function show() {
  byId("tray").hidden = attached.length === 0;
  byId("swap").hidden = attached.length !== 2;
  byId("attached").replaceChildren(...attached.map(thumbnail));
  showWays();
  onChange();
}

// Films and sounds go one by one; several files of all kinds go as photos where they are, and as files otherwise.
function possibleWays() {
  const kinds = new Set(attached.map((item) => item.kind));
  if (attached.length === 1 && kinds.has("video")) return ["video", "animation", "video_note", "document"];
  if (attached.length === 1 && kinds.has("audio")) return ["voice", "document"];
  if (attached.length === 2 && kinds.has("image") && kinds.has("video")) return ["live_photo", "document"];
  if (kinds.size === 1 && kinds.has("image")) return ["photo", "document", "sticker"];
  return ["photo", "document"];
}

function showWays() {
  const possible = possibleWays();
  if (!possible.includes(way)) [way] = possible;
  const radios = possible.map((name) => {
    const radio = element("input");
    Object.assign(radio, { type: "radio", name: "way", value: name, checked: name === way });
    return element("label", "way", radio, element("span", "", WAYS[name]));
  });
  byId("ways").replaceChildren(element("legend", "hidden-words", "Send as"), ...radios);
}

function thumbnail(item, index) {
  const picture = element("div", "thumbnail", sign(item.kind === "audio" ? "voice" : item.kind));
  if (item.url) {
    const image = element("img");
    image.src = item.url;
    image.alt = item.file.name;
    image.onerror = () => picture.replaceChildren(sign("document")); // not a picture after all: it goes as a file
    picture.replaceChildren(image);
  }
  const off = element("button", "icon", "×");
  off.type = "button";
  off.setAttribute("aria-label", `Remove ${item.file.name}`);
  off.addEventListener("click", () => detach(item));
  const label = attached.length > 1 ? (ROLES[index] ?? String(index + 1)) : item.file.name;
  return element("li", "", picture, element("span", "name", label), off);
}

// Width, height, length and a frame of a film, as Telegram's clients send them along; nothing where it cannot be read.
async function describeFilm(file) {
  const film = element("video");
  film.muted = true;
  film.src = URL.createObjectURL(file);
  try {
    await happens(film, "loadeddata");
    film.currentTime = Math.min(0.1, film.duration / 2);
    await happens(film, "seeked");
    const seconds = Number.isFinite(film.duration) ? Math.max(1, Math.round(film.duration)) : 1; // recordings may not know
    const facts = { width: film.videoWidth, height: film.videoHeight, seconds };
    const frame = await frameOf(film);
    return frame ? { ...facts, thumbnail: frame } : facts;
  } catch {
    return {};
  } finally {
    URL.revokeObjectURL(film.src);
  }
}

function happens(film, name) {
  return new Promise((resolve, reject) => {
    film.addEventListener(name, resolve, { once: true });
    film.addEventListener("error", reject, { once: true });
    setTimeout(reject, FRAME_SECONDS * 1000);
  });
}

function frameOf(film) {
  const canvas = element("canvas");
  canvas.width = film.videoWidth;
  canvas.height = film.videoHeight;
  canvas.getContext("2d").drawImage(film, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.87));
}
