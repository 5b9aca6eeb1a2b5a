// A box drawn on a page, with the mouse or with the arrow keys.
const STEP = 4;
const LEAST = 4;

export function startDrawing(page, start, pixelsAPoint) {
  const svg = page.querySelector("svg");
  const img = page.querySelector("img");
  const size = [img.naturalWidth / pixelsAPoint, img.naturalHeight / pixelsAPoint];
  let box = start ?? [size[0] / 3, size[1] / 3, size[0] / 1.5, size[1] / 2.5];
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  rect.setAttribute("class", "drawn");
  svg.append(rect);
  page.classList.add("drawing");
  page.tabIndex = -1;
  page.focus();

  const show = () => {
    const [x0, top, x1, bottom] = box;
    const values = { x: x0, y: top, width: x1 - x0, height: bottom - top };
    for (const [key, value] of Object.entries(values)) rect.setAttribute(key, value);
  };
  const clamp = ([x0, top, x1, bottom]) => [
    Math.max(0, Math.min(x0, x1)), Math.max(0, Math.min(top, bottom)),
    Math.min(size[0], Math.max(x0, x1)), Math.min(size[1], Math.max(top, bottom)),
  ];
  const point = (event) => {
    const area = svg.getBoundingClientRect();
    return [((event.clientX - area.left) / area.width) * size[0], ((event.clientY - area.top) / area.height) * size[1]];
  };
  show();

  return new Promise((resolve) => {
    let from = null;
    const end = (value) => {
      for (const [target, kind, work] of listeners) target.removeEventListener(kind, work);
      page.classList.remove("drawing");
      rect.remove();
      resolve(value && value[2] - value[0] >= LEAST && value[3] - value[1] >= LEAST ? value : null);
    };
    const down = (event) => {
      from = point(event);
      svg.setPointerCapture(event.pointerId);
    };
    const drag = (event) => {
      if (!from) return;
      box = clamp([...from, ...point(event)]);
      show();
    };
    const up = () => {
      if (from) end(box);
    };
    const key = (event) => {
      const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      if (event.key === "Escape") end(null);
      else if (event.key === "Enter") end(box);
      else if (by) {
        const [x0, top, x1, bottom] = box;
        const near = event.shiftKey ? [x0, top] : [x0 + by[0], top + by[1]];
        box = clamp([...near, Math.max(near[0] + LEAST, x1 + by[0]), Math.max(near[1] + LEAST, bottom + by[1])]);
        show();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const listeners = [
      [svg, "pointerdown", down], [svg, "pointermove", drag], [svg, "pointerup", up], [page, "keydown", key],
    ];
    for (const [target, kind, work] of listeners) target.addEventListener(kind, work);
  });
}
