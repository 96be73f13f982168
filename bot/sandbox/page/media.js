// Pictures, films, sounds and files within messages. All that has a size takes its room before it is loaded.

import { element, fileSize, sign } from "./dom.js";

const MOST_PIXELS = 460; // of a photo's edges in the chat
const SMALL_PIXELS = 320; // smaller photos are shown larger
const LEAST_PIXELS = 220; // for the words and buttons below
const PICTURES = ["photo", "live_photo"];
const still = matchMedia("(prefers-reduced-motion: reduce)");

// What a message, or an album, shows above its text. A photo that takes the place of another fades in over it.
export class Gallery {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.root = null;
  }

  show(group, bubble) {
    const shown = group.filter((message) => message.media);
    const alone = shown.length === 1 ? shown[0].media : null;
    bubble.style.width = alone?.width && alone.kind !== "document" ? `${shownWidth(alone)}px` : "";
    if (shown.length && shown.every((message) => PICTURES.includes(message.media.kind))) this.showPhotos(shown);
    else this.root = shown.length ? element("div", "files", ...shown.map((message) => mediaView(message.media))) : null;
  }

  showPhotos(group) {
    if (!this.root?.classList.contains("photos") || this.root.children.length !== group.length) {
      this.root = element("div", "photos", ...group.map(() => element("button", "photo")));
    }
    this.root.classList.toggle("several", group.length > 1);
    group.forEach((message, index) => this.showPhoto(this.root.children[index], message));
  }

  showPhoto(holder, message) {
    holder.type = "button";
    holder.setAttribute("aria-label", message.from_bot ? "Open the picture from Stylegram" : `Open the picture from ${message.sender.name}`);
    holder.onclick = () => this.onOpen(message);
    const next = picture(message.media);
    if (holder.firstChild?.src === next.src && holder.dataset.film === (message.media.film ?? "")) return;
    const swap = () => {
      holder.replaceChildren(next);
      bringToLife(holder, message.media);
    };
    if (holder.firstChild) next.decode().then(swap, swap); // the old one stays until the new one can be shown
    else swap();
  }
}

// A live photo moves while somebody points at it or holds it, as it does in Telegram's apps.
function bringToLife(holder, { film, width, height }) {
  holder.dataset.film = film ?? "";
  holder.classList.toggle("live", Boolean(film));
  holder.onpointerenter = holder.onfocus = holder.onpointerleave = holder.onblur = null;
  if (!film) return;
  const moving = element("video");
  Object.assign(moving, { src: film, width, height, muted: true, playsInline: true, preload: "none" });
  holder.append(moving, element("span", "badge", "LIVE"));
  holder.onpointerenter = holder.onfocus = () => {
    moving.currentTime = 0;
    moving.play().then(() => holder.classList.add("playing"), () => {});
  };
  holder.onpointerleave = holder.onblur = moving.onended = () => {
    moving.pause();
    holder.classList.remove("playing");
  };
}

function shownWidth({ kind, width, height }) {
  if (kind === "sticker") return 180;
  if (kind === "video_note") return 240;
  const fitting = Math.min(MOST_PIXELS, (MOST_PIXELS * width) / height, Math.max(width, SMALL_PIXELS));
  return Math.max(LEAST_PIXELS, Math.round(fitting));
}

function picture({ url, width, height }) {
  const image = element("img");
  image.alt = "";
  if (width) Object.assign(image, { width, height });
  image.src = url;
  return image;
}

function mediaView(media) {
  const view = { animation: animationView, video: videoView, video_note: roundView, voice: voiceView, sticker: stickerView }[media.kind];
  return view ? view(media) : fileView(media);
}

// Moves at once and for ever, and can be saved, as a film without sound should.
function animationView(media) {
  const moving = media.mime_type === "video/mp4" ? film(media) : picture(media);
  if (moving.tagName === "VIDEO") Object.assign(moving, { muted: true, loop: true, autoplay: !still.matches, controls: still.matches });
  else moving.alt = media.name ?? "Animation";
  return element("div", "moving", moving, element("span", "badge", "GIF"), saveLink(media));
}

function videoView(media) {
  const made = film(media);
  made.controls = true;
  return element("div", "moving", made);
}

function roundView(media) {
  const made = film(media);
  Object.assign(made, { muted: true, loop: true, autoplay: !still.matches, controls: still.matches });
  return element("div", "round", made);
}

function film({ url, width, height, thumbnail }) {
  const made = element("video");
  Object.assign(made, { src: url, playsInline: true, preload: "metadata" });
  if (width) Object.assign(made, { width, height });
  if (thumbnail) made.poster = thumbnail;
  return made;
}

function voiceView({ url }) {
  const made = element("audio");
  Object.assign(made, { src: url, controls: true, preload: "metadata" });
  return element("div", "voice", made);
}

function stickerView(media) {
  if (!media.moves) {
    const image = picture(media);
    image.alt = "Sticker";
    return element("div", "sticker", image);
  }
  if (media.mime_type === "video/webm") {
    const made = film(media);
    Object.assign(made, { muted: true, loop: true, autoplay: !still.matches });
    return element("div", "sticker", made);
  }
  return element("div", "sticker", sign("sticker"), element("small", "", "Animated sticker"));
}

function fileView({ kind, url, name, size, thumbnail }) {
  const facts = element("span", "facts", element("b", "", name ?? kind));
  if (!url) {
    facts.append(element("small", "", kind === "contact" ? "Contact" : "Location"));
    return element("div", "file", sign(kind), facts);
  }
  const link = element("a", "file");
  link.href = `${url}?download`;
  link.download = name ?? "";
  const image = thumbnail ? picture({ url: thumbnail }) : sign(kind);
  const detail = size === undefined || size === null ? kind : fileSize(size);
  facts.append(element("small", "", `${detail} · `, element("span", "get", "Download")));
  link.append(image, facts);
  return link;
}

function saveLink({ url, name }) {
  const link = element("a", "save", "↓");
  link.href = `${url}?download`;
  link.download = name ?? "";
  link.setAttribute("aria-label", "Download the animation");
  link.title = "Download";
  return link;
}
