// The review of one archive: plain modules, no library. Texts come escaped from the server; nothing is put in as HTML
// but the rows that the server rendered.
import { startDrawing } from "./drawing.js";

const body = document.body;
const root = body.dataset.root;
const desk = document.getElementById("desk");
const texts = { ...parsed("texts"), ...parsed("more-texts") };
const helps = desk ? parsed("helps") : {};
const dialog = document.getElementById("dialog");
const who = document.getElementById("who");
let chosen = null;
let last = [];
let sample = desk ? desk.dataset.sample : "";

function parsed(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function say(text, values = {}) {
  const filled = (texts[text] ?? text).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  document.getElementById("status").textContent = filled;
}

who.value = localStorage.getItem("ingest-who") ?? "";
who.addEventListener("change", () => localStorage.setItem("ingest-who", who.value.trim()));

function name() {
  const found = who.value.trim();
  if (!found) who.focus();
  return found;
}

async function post(path, value) {
  const answer = await fetch(root + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
  const said = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, said };
}

async function write() {
  const { ok, said } = await post("/write", {});
  if (!ok) return say("failed", { why: said.error ?? "" });
  if (said.busy) return say("busy");
  return said.edited.length ? say("edited", { names: said.edited.join(", ") }) : say("written");
}

document.getElementById("write").addEventListener("click", write);

const here = () => `/documents/${desk.dataset.document}`;
const fields = () => [...document.querySelectorAll("#rows .field")];
const doubts = () => fields().filter((f) => f.dataset.state === "doubt");

async function save(kind, target, value = null, extra = {}) {
  const by = name();
  if (!by) return false;
  const field = fieldOf(target);
  const rowId = target.split(".")[0];
  const row = document.querySelector(`.row[data-row="${CSS.escape(rowId)}"]`);
  const seen = target.includes(".") ? (field?.dataset.seen ?? "") : (row?.dataset.seen ?? "");
  const said = { who: by, kind, target, new: value, seen, ...extra };
  if (sample && sample === target) said.sample = true;
  const found = await post(`${here()}/corrections`, said).catch((error) => ({ ok: false, said: { error: String(error) } }));
  if (found.ok) {
    last.push(found.said.id);
    if (sample === target) sample = "";
  }
  // The rows come first: who acts on the message must not act on rows of before.
  await reload().catch(() => undefined);
  if (found.ok) {
    say("saved", { target });
  } else if (found.status === 409) {
    say("conflict", { who: found.said.who, value: found.said.value });
  } else {
    say("failed", { why: typeof found.said.error === "string" ? found.said.error : "" });
  }
  return found.ok;
}

async function reload() {
  const answer = await fetch(`${root}${here()}/rows?order=document&lang=${body.dataset.lang}`);
  if (!answer.ok) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  // Rows stay where they stand on the screen; new ones follow the row before them.
  const order = [...document.querySelectorAll("#rows .row")].map((r) => r.dataset.row);
  const byId = new Map([...fresh.content.children].map((r) => [r.dataset.row, r]));
  const target = chosen?.dataset.target;
  const list = document.getElementById("rows");
  const kept = order.filter((id) => byId.has(id));
  let before = null;
  for (const id of byId.keys()) {
    if (!kept.includes(id)) kept.splice(before === null ? 0 : kept.indexOf(before) + 1, 0, id);
    before = id;
  }
  list.replaceChildren(...kept.map((id) => byId.get(id)));
  chosen = null;
  if (target) choose(fieldOf(target) ?? doubts()[0] ?? fields()[0], { focus: true });
}

function fieldOf(target) {
  return document.querySelector(`.field[data-target="${CSS.escape(target)}"]`);
}

function choose(field, { focus = false } = {}) {
  if (!field) return;
  for (const old of document.querySelectorAll(".field[aria-current]")) old.removeAttribute("aria-current");
  chosen = field;
  field.setAttribute("aria-current", "true");
  // An answer that comes late takes the focus from nobody who types elsewhere by now.
  const typing = document.activeElement?.matches("input, textarea, select");
  if (focus && !typing && document.activeElement !== field) field.focus();
  showChoices();
  showPage();
}

function showChoices() {
  const box = document.getElementById("choices");
  const found = JSON.parse(chosen.dataset.alternatives || "[]");
  box.hidden = !found.length;
  box.replaceChildren(
    ...found.map((text, n) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${n + 1}  ${text}`;
      button.addEventListener("click", () => pick(n));
      return button;
    }),
  );
}

function showPage() {
  const places = JSON.parse(chosen.dataset.places || "[]");
  const row = chosen.closest(".row");
  const number = places[0]?.[0] ?? currentPage()?.dataset.page;
  for (const page of document.querySelectorAll(".page")) {
    const shown = String(number) === page.dataset.page;
    page.hidden = !shown;
    if (!shown) continue;
    const img = page.querySelector("img");
    if (img.dataset.src) {
      img.src = img.dataset.src;
      delete img.dataset.src;
    }
    const draw = () => drawBoxes(page, row, places);
    if (img.complete && img.naturalWidth) draw();
    else img.addEventListener("load", draw, { once: true });
  }
}

export function currentPage() {
  return [...document.querySelectorAll(".page")].find((p) => !p.hidden);
}

// Pictures are drawn at 144 dots an inch: two pixels a point.
export const PIXELS_A_POINT = 2;

function drawBoxes(page, row, places) {
  const img = page.querySelector("img");
  const svg = page.querySelector("svg");
  svg.setAttribute("viewBox", `0 0 ${img.naturalWidth / PIXELS_A_POINT} ${img.naturalHeight / PIXELS_A_POINT}`);
  const all = row ? [...row.querySelectorAll(".field")].flatMap((f) => JSON.parse(f.dataset.places || "[]")) : [];
  const rect = ([, x0, top, x1, bottom], kind) => {
    const found = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const values = { x: x0 - 1, y: top - 1, width: x1 - x0 + 2, height: bottom - top + 2 };
    for (const [key, value] of Object.entries(values)) found.setAttribute(key, value);
    if (kind) found.setAttribute("class", kind);
    return found;
  };
  const on = (p) => String(p[0]) === page.dataset.page;
  svg.replaceChildren(...all.filter(on).map((p) => rect(p)), ...places.filter(on).map((p) => rect(p, "chosen")));
  svg.querySelector(".chosen")?.scrollIntoView({ block: "center", inline: "nearest" });
}

function move(step) {
  const found = doubts();
  if (!found.length) return say("nothing_left");
  const every = fields();
  const at = chosen ? every.indexOf(chosen) : -1;
  const after = step > 0 ? found.find((f) => every.indexOf(f) > at) : found.findLast((f) => every.indexOf(f) < at);
  return choose(after ?? (step > 0 ? found[0] : found.at(-1)), { focus: true });
}

function ask(title, parts, values = {}, help = "") {
  dialog.querySelector("#dialog-title").textContent = title;
  dialog.querySelector("#dialog-help").textContent = help;
  for (const part of ["text", "to", "word", "actor", "why"]) {
    dialog.querySelector(`#part-${part}`).hidden = !parts.includes(part);
  }
  for (const [id, value] of Object.entries(values)) dialog.querySelector(`#${id}`).value = value;
  dialog.querySelector("#in-why").value = "";
  dialog.querySelector("#save").hidden = !parts.length;
  dialog.returnValue = "cancel";
  dialog.showModal();
  dialog.querySelector("[id^=part-]:not([hidden]) :is(textarea, input, select)")?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "save"), { once: true });
  });
}

const input = (id) => dialog.querySelector(`#${id}`).value.trim();
const titleOf = (action) => {
  const button = document.querySelector(`[data-action="${action}"]`);
  return button.childNodes[0].textContent.trim();
};
const why = () => (input("in-why") ? { why: input("in-why") } : {});

async function accept() {
  if (!chosen || chosen.classList.contains("fact")) return;
  const target = chosen.dataset.target;
  const every = fields();
  const next = doubts().find((f) => every.indexOf(f) > every.indexOf(chosen));
  const after = next?.dataset.target;
  if ((await save("accepted", target)) && after) choose(fieldOf(after), { focus: true });
}

async function edit(start = null) {
  if (!chosen) return;
  const { target, text } = chosen.dataset;
  const changed = await ask(target, ["text", "why"], { "in-text": start?.text ?? text });
  if (!changed) return chosen?.focus();
  const value = input("in-text") || null;
  if (target.startsWith("document.")) return void (await save("fact", target, { value }, why()));
  const places = start ? { places: [start.place] } : {};
  await save("field", target, { text: value, ...places }, why());
}

async function pick(n) {
  const found = JSON.parse(chosen?.dataset.alternatives || "[]")[n];
  if (found === undefined) return say("no_alternative");
  await save("field", chosen.dataset.target, { text: found });
}

const rowOf = () => chosen?.closest(".row");

async function remove() {
  const row = rowOf();
  if (!row) return;
  const following = row.nextElementSibling?.querySelector(".field")?.dataset.target;
  if ((await save("row-removed", row.dataset.row)) && following) choose(fieldOf(following), { focus: true });
}

async function split() {
  const row = rowOf();
  if (!row) return;
  const field = row.querySelector('[data-name="åtgärd"]');
  const text = (field.dataset.text ?? "").replaceAll("\n", "\n\n");
  if (!(await ask(titleOf("split"), ["text", "why"], { "in-text": text }, helps.split))) return chosen.focus();
  const parts = input("in-text").split(/\n\s*\n/).map((p) => p.trim()).filter(Boolean);
  if (parts.length > 1) await save("row-split", row.dataset.row, { parts: parts.map((p) => ({ åtgärd: p })) }, why());
}

async function merge() {
  const row = rowOf();
  if (row?.dataset.next) await save("rows-merged", row.dataset.row, { rows: [row.dataset.next] });
}

async function column() {
  if (!chosen || !rowOf()) return;
  const known = chosen.dataset.target.split(".other:")[1] ?? "";
  const parts = ["to", "word", "why"];
  if (!(await ask(`${titleOf("column")} (${chosen.dataset.name})`, parts, { "in-word": known }, helps.column))) return chosen.focus();
  const heading = input("in-word") ? { heading: input("in-word") } : {};
  await save("column", chosen.dataset.target, { to: input("in-to"), ...heading }, why());
}

async function learn(kind, value) {
  const by = name();
  if (!by) return;
  const { ok, said } = await post("/learn", { who: by, kind, new: value });
  say(ok ? "learnt" : "failed", { why: said.error ?? "" });
}

const slug = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

async function actor() {
  const text = chosen?.dataset.name === "vem" ? chosen.dataset.text : "";
  const start = text.split(/[,\n;]/)[0].trim();
  if (!(await ask(titleOf("actor"), ["actor"], { "in-name": start, "in-id": slug(start) }))) return chosen?.focus();
  if (input("in-name") && input("in-id")) {
    await learn("known-actor", { id: input("in-id"), type: input("in-type"), names: [input("in-name")] });
  }
  chosen?.focus();
}

async function word() {
  const heading = chosen?.dataset.name?.startsWith("other:") ? chosen.dataset.name.slice(6) : "";
  if (!(await ask(titleOf("word"), ["word", "to"], { "in-word": heading }))) return chosen?.focus();
  if (input("in-word")) await learn("heading-word", { field: input("in-to"), word: input("in-word") });
  chosen?.focus();
}

async function add() {
  const row = rowOf();
  if (!row || !(await ask(titleOf("add"), ["text", "why"], { "in-text": "" }))) return chosen?.focus();
  if (input("in-text")) await save("row-added", row.dataset.row, { fields: { åtgärd: input("in-text") } }, why());
}

async function undo(id) {
  const by = name();
  const which = id ?? last.pop();
  if (!by || !which) return;
  const { ok, said } = await post("/undo", { who: by, id: which });
  say(ok ? "undone" : "failed", { why: said.error ?? "" });
  await reload();
}

async function box() {
  const page = currentPage();
  if (!chosen || !page || chosen.classList.contains("fact")) return;
  say(helps.box);
  const first = JSON.parse(chosen.dataset.places || "[]").find((p) => String(p[0]) === page.dataset.page);
  const drawn = await startDrawing(page, first?.slice(1), PIXELS_A_POINT);
  if (!drawn) {
    say("");
    return choose(chosen, { focus: true });
  }
  const number = Number(page.dataset.page);
  const { ok, said } = await post(`${here()}/read`, { page: number, box: drawn });
  if (!ok) return say("failed", { why: said.error ?? "" });
  if (!said.text) return say("nothing_read");
  say("read", { text: said.text });
  await edit({ text: said.text, place: { page: number, bbox: drawn } });
}

const actions = {
  next: () => move(1), accept, edit: () => edit(), remove, split, merge, box, column, actor, word, add,
  undo: () => undo(), help: () => ask(titleOf("help"), [], {}, helps.help),
};
const keys = {
  n: "next", e: "edit", x: "remove", s: "split", m: "merge", r: "box", c: "column", a: "actor", h: "word",
  i: "add", u: "undo", "?": "help", Enter: "accept",
};

if (desk) {
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest?.(".field");
    if (field) choose(field);
  });
  document.addEventListener("click", (event) => {
    const action = event.target.closest?.("[data-action]")?.dataset.action;
    if (action) actions[action]();
    const gone = event.target.closest?.("[data-undo]");
    if (gone) undo(gone.dataset.undo).then(() => gone.closest("li").remove());
  });
  // The keys work on a chosen field only, so that they disturb nobody's typing or screen reader.
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.(".field") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "p") move(-1);
    else if (/^[1-9]$/.test(event.key)) pick(Number(event.key) - 1);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const every = [...document.querySelectorAll(".field")];
      every[every.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else if (keys[event.key]) actions[keys[event.key]]();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.target.tagName === "INPUT")) {
      event.preventDefault();
      dialog.querySelector("#save").click();
    }
  });
  const start = sample ? fieldOf(sample) : (doubts()[0] ?? fields()[0]);
  if (start) choose(start, { focus: true });
}

// Keys and buttons answer from here on: a test that presses earlier would press in vain.
document.documentElement.dataset.ready = "";
