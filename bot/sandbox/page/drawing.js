// Drawing over a picture, as in Telegram's own editor. What comes of it is sent as a photo, in reply to the picture.

import { here, sendFiles } from "./api.js";
import { byId, toast } from "./dom.js";

const EDGE = 1280; // pixels of the longer side, as Telegram's clients send photos
const QUALITY = 0.87;

const dialog = byId("drawing");
const form = dialog.querySelector("form");
const canvas = dialog.querySelector("canvas");
const pen = canvas.getContext("2d");
let original = null; // {picture, messageId, from}
let strokes = []; // {colour, width, points}
let pointer = null; // of the stroke that is being drawn

export async function open(message) {
  const picture = new Image();
  picture.src = message.media.url;
  await picture.decode();
  const scale = Math.min(1, EDGE / Math.max(picture.naturalWidth, picture.naturalHeight));
  canvas.width = Math.round(picture.naturalWidth * scale);
  canvas.height = Math.round(picture.naturalHeight * scale);
  original = { picture, messageId: message.message_id, from: here() };
  strokes = [];
  show();
  dialog.showModal();
}

function show() {
  pen.drawImage(original.picture, 0, 0, canvas.width, canvas.height);
  strokes.forEach(draw);
  byId("undo-stroke").disabled = byId("send-drawing").disabled = strokes.length === 0;
}

function draw({ colour, width, points }) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  points.forEach(([x, y], number) => (number ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.lineTo(...points.at(-1)); // a single point is a dot
  pen.stroke();
}

function placeOf(event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height];
}

function begin(event) {
  if (pointer !== null || event.button !== 0) return;
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  const values = new FormData(form);
  const width = Number(values.get("width")) * Math.max(canvas.width, canvas.height);
  strokes.push({ colour: values.get("colour"), width, points: [placeOf(event)] });
  show();
}

function go(event) {
  if (event.pointerId !== pointer) return;
  const events = event.getCoalescedEvents?.() ?? [];
  strokes.at(-1).points.push(...(events.length ? events : [event]).map(placeOf));
  show();
}

function end(event) {
  if (event.pointerId === pointer) pointer = null;
}

function undo() {
  if (pointer !== null) return;
  strokes.pop();
  show();
}

async function send() {
  const { messageId, from } = original;
  const caption = byId("drawing-caption").value;
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  dialog.close();
  try {
    await sendFiles("photo", [new File([blob], "drawing.jpg", { type: "image/jpeg" })], caption, messageId, {}, from);
  } catch (error) {
    toast(error.message);
  }
}

export function start() {
  canvas.addEventListener("pointerdown", begin);
  canvas.addEventListener("pointermove", go);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  byId("undo-stroke").addEventListener("click", undo);
  byId("close-drawing").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && event.target.id !== "drawing-caption") undo();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (strokes.length) send();
  });
}
