// The drop page: plain modules, no library. Names and messages are set as text; nothing is put in as HTML but the rows
// that the server rendered.
import { ZipError, unpack } from "./zip.js";

const { lang, kept, bytes, dialect } = document.body.dataset;
const texts = JSON.parse(document.getElementById("texts").textContent);
const part = (id) => document.getElementById(id);
const zone = part("zone");
// Documents that are sent and converted at a time; more wait here and not in the server's queue.
const AT_ONCE = 3;
const POLL_MS = 500;
const RETRY_MS = 5_000;
const MEGABYTE = 2 ** 20;
let items = [];
let busy = 0;

function text(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function say(key, values) {
  part("status").textContent = key ? text(key, values) : "";
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function headers(more = {}) {
  const token = part("token")?.value.trim();
  return { "Accept-Language": lang, ...(token ? { Authorization: `Bearer ${token}` } : {}), ...more };
}

// A request that is tried again as long as the server has no room for it.
async function ask(address, options = {}) {
  for (;;) {
    const answer = await fetch(address, { ...options, headers: headers(options.headers) });
    if (answer.status !== 429 && answer.status !== 503) return answer;
    await pause(1000 * Number(answer.headers.get("Retry-After") ?? 0) || RETRY_MS);
  }
}

async function problem(answer) {
  const said = await answer.json().catch(() => ({}));
  return [said.detail ?? `HTTP ${answer.status}`, said.remedy].filter(Boolean).join(" ");
}

class Item {
  // `inside`: the names that lead to a document inside the file, where that is meant.
  constructor(file, inside = []) {
    this.file = file;
    this.inside = inside;
    this.name = [file.name, ...inside].join("/");
    this.job = null;
    this.gone = false;
    this.view = null;
    this.line = document.createElement("li");
    this.line.innerHTML = '<span class="name"></span><span class="state"></span><button type="button"></button>';
    this.line.querySelector(".name").textContent = this.name;
    const button = this.line.querySelector("button");
    button.textContent = text("cancel");
    button.setAttribute("aria-label", text("cancel_name", { name: this.name }));
    button.addEventListener("click", () => this.remove());
    part("documents").append(this.line);
    this.set("waiting");
  }

  set(state, why = "") {
    this.state = state;
    this.line.dataset.state = state;
    this.line.querySelector(".state").textContent = text(state);
    this.line.querySelector(".why")?.remove();
    if (why) {
      const said = document.createElement("p");
      said.className = "why";
      said.textContent = why;
      this.line.append(said);
    }
    tell();
  }

  async remove() {
    const next = this.line.nextElementSibling?.querySelector("button") ?? part("files");
    if (this.line.contains(document.activeElement)) next.focus();
    this.gone = true;
    this.line.remove();
    this.view?.remove();
    items = items.filter((other) => other !== this);
    tell();
    if (this.job) await ask(`jobs/${this.job}`, { method: "DELETE" }).catch(() => {});
  }

  async run() {
    try {
      await this.send();
      while (!this.gone && this.job && (await this.look())) await pause(POLL_MS);
    } catch {
      if (!this.gone) this.set("failed", text("unreachable"));
    }
  }

  async send() {
    this.set("sending");
    const query = new URLSearchParams({ filename: this.file.name, ...(part("mask").checked ? { mask: "true" } : {}) });
    for (const name of this.inside) query.append("inside", name);
    const body = this.file;
    const answer = await ask(`plans?${query}`, { method: "POST", body, headers: { Prefer: "respond-async" } });
    if (!answer.ok) return this.set("failed", await problem(answer));
    this.job = (await answer.json()).id;
    if (this.gone) await ask(`jobs/${this.job}`, { method: "DELETE" });
  }

  // Whether the job is still under way.
  async look() {
    const answer = await ask(`jobs/${this.job}`);
    if (!answer.ok) return this.set("failed", await problem(answer));
    const said = await answer.json();
    if (said.state === "waiting" || said.state === "running") {
      if (said.state !== this.state) this.set(said.state);
      return true;
    }
    // Documents inside it are documents of their own, and sent again as such; then the file is no longer held.
    if (said.state === "done" && !this.gone) addInside(this, said.inside);
    this.file = null;
    if (said.state === "failed") return this.set("failed", `${said.problem.detail} ${said.problem.remedy}`);
    const rows = await ask(`jobs/${this.job}/rows?lang=${lang}`);
    if (!rows.ok) return this.set("failed", await problem(rows));
    this.show(await rows.text());
    return this.set("done");
  }

  show(html) {
    if (this.gone) return;
    this.view = document.createElement("div");
    this.view.innerHTML = html;
    // In the order of the documents, whichever is done first.
    const after = items.slice(items.indexOf(this) + 1).find((other) => other.view);
    part("rows").insertBefore(this.view, after?.view ?? null);
  }
}

function tell() {
  const done = items.filter((item) => item.state === "done").length;
  const ended = done + items.filter((item) => item.state === "failed").length;
  part("nothing").hidden = items.length > 0;
  part("tools").hidden = !items.length;
  part("all").hidden = !items.length;
  part("all").max = items.length || 1;
  part("all").value = ended;
  for (const button of document.querySelectorAll("[data-format]")) button.disabled = !done;
  if (!items.length) return;
  if (ended === items.length) say("finished", { done, all: items.length });
  else say("progress", { done: ended, all: items.length });
}

async function work() {
  if (busy >= AT_ONCE) return;
  busy += 1;
  for (let next = waiting(); next; next = waiting()) await next.run();
  busy -= 1;
}

const waiting = () => items.find((item) => item.state === "waiting" && !item.job && !item.gone);

async function add(files) {
  if (part("token") && !part("token").value.trim()) {
    part("token").focus();
    return say("token_wanted");
  }
  for (const file of files) {
    if (/\.zip$/i.test(file.name)) await addZip(file);
    else addOne(file);
  }
  for (let n = 0; n < AT_ONCE; n += 1) work();
}

function addOne(file, why = "") {
  if (items.length >= Number(kept)) return say("too_many", { kept });
  const item = new Item(file);
  items.push(item);
  if (why) item.set("failed", why);
  else if (file.size > Number(bytes)) item.set("failed", text("too_large", { size: Math.floor(bytes / MEGABYTE) }));
  else tell();
}

function addInside(holder, paths) {
  const found = paths.slice(0, Math.max(0, Number(kept) - items.length)).map((path) => new Item(holder.file, path));
  items.splice(items.indexOf(holder) + 1, 0, ...found);
  holder.line.after(...found.map((item) => item.line));
  if (found.length < paths.length) say("too_many", { kept });
  for (let n = 0; n < AT_ONCE; n += 1) work();
}

async function addZip(file) {
  say("unpacking", { name: file.name });
  try {
    const found = await unpack(file, Number(bytes));
    if (!found.length) addOne(file, text("zip_empty"));
    for (const inner of found) addOne(inner);
  } catch (error) {
    const key = error instanceof ZipError ? error.kind : "zip_broken";
    addOne(file, text(key, { name: error.name_ ?? "", size: Math.floor(bytes / MEGABYTE) }));
  }
}

async function fetchAll(format) {
  const jobs = items.filter((item) => item.state === "done").map((item) => item.job);
  say("exporting");
  const answer = await ask(`exports/${format}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jobs, headings: lang, dialect }),
  }).catch(() => null);
  if (!answer) return say("unreachable");
  if (!answer.ok) return say(await problem(answer));
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return say("exported", { name });
}

async function clear() {
  await Promise.all([...items].map((item) => item.remove()));
  part("files").focus();
  say("cleared");
}

// Files of dropped folders too, where the browser tells them.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = [];
  const queue = entries;
  while (queue.length) {
    const entry = queue.shift();
    if (entry.isFile) found.push(await new Promise((good, bad) => entry.file(good, bad)));
    else queue.push(...(await listed(entry.createReader())));
  }
  return found;
}

// A reader gives a hundred at a time.
async function listed(reader) {
  const found = [];
  for (;;) {
    const some = await new Promise((good, bad) => reader.readEntries(good, bad));
    if (!some.length) return found;
    found.push(...some);
  }
}

part("files").addEventListener("change", async (event) => {
  const files = [...event.target.files];
  event.target.value = "";
  await add(files);
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  await add(await dropped(event.dataTransfer));
});
for (const button of document.querySelectorAll("[data-format]")) {
  button.addEventListener("click", () => fetchAll(button.dataset.format));
}
part("clear").addEventListener("click", clear);
