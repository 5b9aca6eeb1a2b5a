"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const strings = JSON.parse(byId("strings").textContent);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const number = new Intl.NumberFormat(strings.language);
  const collator = new Intl.Collator(strings.language, { numeric: true, sensitivity: "base" });
  const words = (input) => input.value.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  const later = (work) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, 120);
    };
  };
  document.documentElement.classList.add("live");
  for (const form of document.querySelectorAll("form")) form.addEventListener("submit", (event) => event.preventDefault());

  const list = byId("first-list");
  if (list) {
    const cards = [...list.children].map((element) => ({
      element,
      text: element.textContent.normalize("NFC").toLowerCase(),
      field: element.dataset.field,
      confidence: Number(element.dataset.confidence),
      number: Number(element.dataset.number),
    }));
    const search = byId("first-search");
    const field = byId("first-field");
    const order = byId("first-order");
    const show = () => {
      const wanted = words(search);
      let shown = 0;
      for (const card of cards) {
        const fits = (!field.value || card.field === field.value) && wanted.every((w) => card.text.includes(w));
        card.element.hidden = !fits;
        shown += fits;
      }
      byId("first-result").textContent = fill(strings.first, { shown: number.format(shown), total: number.format(cards.length) });
    };
    const sort = () => {
      const key = order.value;
      const other = key === "number" ? "confidence" : "number";
      cards.sort((a, b) => a[key] - b[key] || a[other] - b[other]);
      list.append(...cards.map((card) => card.element));
    };
    search.addEventListener("input", later(show));
    field.addEventListener("change", show);
    order.addEventListener("change", sort);
    show();
  }

  const table = byId("document-table");
  if (table) {
    const body = table.tBodies[0];
    const columns = table.tHead.rows[0].cells;
    const lines = [...body.rows].map((element, place) => ({ element, place, detail: null, text: null, template: null }));
    for (const line of lines) {
      const still = line.element.querySelector(".still");
      if (!still) continue;
      const template = byId("detail-" + still.dataset.n);
      line.template = template;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = still.textContent;
      button.setAttribute("aria-expanded", "false");
      still.replaceWith(button);
      button.addEventListener("click", () => toggle(line, button));
    }
    const toggle = (line, button) => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      if (open && !line.detail) {
        line.detail = document.createElement("tr");
        line.detail.className = "detail";
        const cell = line.detail.insertCell();
        cell.colSpan = columns.length;
        if (line.template) cell.append(line.template.content.cloneNode(true));
      }
      if (line.detail) line.detail.hidden = !open;
      if (open) line.element.after(line.detail);
    };
    // The text of a document's rows is looked at once, when the first search asks for it.
    const textOf = (line) => {
      if (line.text === null) {
        const held = line.template ? line.template.content.textContent : "";
        line.text = (line.element.textContent + " " + held).normalize("NFC").toLowerCase();
      }
      return line.text;
    };
    const search = byId("document-search");
    const kind = byId("document-kind");
    const method = byId("document-method");
    const only = byId("document-only");
    const result = byId("document-result");
    let sorted = "";
    const show = () => {
      const wanted = words(search);
      let shown = 0;
      for (const line of lines) {
        const row = line.element;
        const fits =
          (!kind.value || row.dataset.k === kind.value) &&
          (!method.value || row.dataset.m.split(" ").includes(method.value)) &&
          (!only.checked || Number(row.cells[5].textContent) > 0) &&
          (!wanted.length || wanted.every((w) => textOf(line).includes(w)));
        row.hidden = !fits;
        if (line.detail) line.detail.hidden = !fits || row.querySelector("button").getAttribute("aria-expanded") !== "true";
        shown += fits;
      }
      const count = fill(strings.documents, { shown: number.format(shown), total: number.format(lines.length) });
      result.textContent = sorted ? count + ", " + sorted : count;
    };
    const value = (line, index) => line.element.cells[index].dataset.v ?? line.element.cells[index].textContent;
    const sort = (header, index) => {
      const up = header.getAttribute("aria-sort") !== "ascending";
      for (const other of columns) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", up ? "ascending" : "descending");
      const numeric = header.dataset.sort === "number";
      const compare = numeric
        ? (a, b) => Number(value(a, index)) - Number(value(b, index))
        : (a, b) => collator.compare(value(a, index), value(b, index));
      lines.sort((a, b) => (up ? 1 : -1) * compare(a, b) || a.place - b.place);
      // One by one into a fragment: a call takes no hundred thousand arguments.
      const all = document.createDocumentFragment();
      for (const line of lines) {
        all.append(line.element);
        if (line.detail) all.append(line.detail);
      }
      body.append(all);
      sorted = fill(strings.sorted, { column: header.textContent, direction: up ? strings.up : strings.down });
      show();
    };
    [...columns].forEach((header, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.replaceChildren(button);
      button.addEventListener("click", () => sort(header, index));
    });
    search.addEventListener("input", later(show));
    for (const control of [kind, method, only]) control.addEventListener("change", show);
    byId("document-controls").addEventListener("reset", () => setTimeout(show));
    show();
  }
})();
