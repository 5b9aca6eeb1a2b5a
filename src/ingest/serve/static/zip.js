// Unpacks a ZIP in the browser (APPNOTE 6.3.10, without ZIP64, encryption or spanning): the server gets documents only.
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LONGEST_COMMENT = 65_535 + 22;
const UTF8 = 0x0800;
const LOCKED = 0x0001;
const CODE_PAGE_850_HIGH =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";

export class ZipError extends Error {
  // `kind` is a key of the page's texts.
  constructor(kind, name = "") {
    super(kind);
    this.kind = kind;
    this.name_ = name;
  }
}

// The documents of a ZIP as files, folders in their names; `limit` is the most bytes of one.
export async function unpack(file, limit) {
  const data = new DataView(await file.arrayBuffer());
  const found = [];
  for (const entry of entries(data)) {
    if (entry.name.endsWith("/") || isLitter(entry.name)) continue;
    if (entry.flags & LOCKED) throw new ZipError("zip_locked", entry.name);
    found.push(new File([await content(data, entry, limit)], entry.name));
  }
  return found;
}

function isLitter(name) {
  const last = name.split("/").pop();
  return name.startsWith("__MACOSX/") || last.startsWith("._") || last === ".DS_Store" || last === "Thumbs.db";
}

function entries(data) {
  const end = endOf(data);
  const count = data.getUint16(end + 10, true);
  let at = data.getUint32(end + 16, true);
  const found = [];
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > data.byteLength || data.getUint32(at, true) !== ENTRY) throw new ZipError("zip_broken");
    const flags = data.getUint16(at + 8, true);
    const sizes = [28, 30, 32].map((offset) => data.getUint16(at + offset, true));
    found.push({
      flags,
      method: data.getUint16(at + 10, true),
      packed: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      start: data.getUint32(at + 42, true),
      name: decoded(new Uint8Array(data.buffer, at + 46, sizes[0]), flags),
    });
    at += 46 + sizes[0] + sizes[1] + sizes[2];
  }
  return found;
}

function endOf(data) {
  const first = Math.max(0, data.byteLength - LONGEST_COMMENT);
  for (let at = data.byteLength - 22; at >= first; at -= 1) {
    if (data.getUint32(at, true) === END) return at;
  }
  throw new ZipError("zip_broken");
}

function decoded(bytes, flags) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    if (flags & UTF8) throw new ZipError("zip_broken");
  }
  return [...bytes].map((b) => (b < 128 ? String.fromCharCode(b) : CODE_PAGE_850_HIGH[b - 128])).join("");
}

async function content(data, entry, limit) {
  if (entry.size > limit) throw new ZipError("too_large", entry.name);
  const head = entry.start;
  if (head + 30 > data.byteLength) throw new ZipError("zip_broken");
  const begin = head + 30 + data.getUint16(head + 26, true) + data.getUint16(head + 28, true);
  if (begin + entry.packed > data.byteLength) throw new ZipError("zip_broken");
  const packed = new Uint8Array(data.buffer, begin, entry.packed);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new ZipError("zip_broken");
  return inflated(packed, entry, limit);
}

// Counts while it unpacks: what a ZIP says of its sizes need not be so.
async function inflated(packed, entry, limit) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let size = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      size += step.value.byteLength;
      if (size > limit) break;
      parts.push(step.value);
    }
  } catch {
    throw new ZipError("zip_broken");
  }
  if (size > limit) {
    await reader.cancel();
    throw new ZipError("too_large", entry.name);
  }
  return new Blob(parts);
}
