// Functions that run inside of a browser, on a page of `modelwatch preview`.

/** Before the page's own scripts: keeps the words that are written into each canvas. */
export function watchCanvases() {
  const prototype = CanvasRenderingContext2D.prototype;
  const fillText = Reflect.get(prototype, 'fillText');
  const clearRect = Reflect.get(prototype, 'clearRect');
  prototype.fillText = function write(text, ...rest) {
    (this.canvas.words ??= []).push(text);
    return fillText.call(this, text, ...rest);
  };
  prototype.clearRect = function clear(x, y, width, height) {
    if (width * height > 0.9 * this.canvas.width * this.canvas.height) this.canvas.words = [];
    return clearRect.call(this, x, y, width, height);
  };
}

/** What each panel of the page shows, and where. */
export function inspectPanels() {
  return [...document.querySelectorAll('[data-testid=panel]')].map((panel) => {
    const figure = panel.querySelector('figure');
    const canvas = figure?.querySelector('canvas') ?? undefined;
    return {
      title: panel.querySelector('header h6, header')?.textContent?.trim() ?? '',
      text: (figure?.innerText ?? '').trim(),
      hasAlert: panel.querySelector('[role=alert]') !== null,
      rows: figure?.querySelectorAll('tbody tr').length ?? 0,
      colouredPixels: canvas === undefined ? undefined : colouredPixels(canvas),
      words: canvas?.words ?? [],
    };
  });

  /** Pixels that are no grey: what is neither axis nor grid. */
  function colouredPixels(canvas) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
      if (data[at + 3] > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) count += 1;
    }
    return count;
  }
}

/** Parts that must not lie on one another, and those that do by more than a pixel; or that stick out to the right. */
export function findOverlaps() {
  const parts = [
    '.top > *',
    'nav',
    '.description',
    '.variables > *',
    '[data-testid=panel-group-header]',
    '[data-testid=panel]',
  ];
  const boxes = parts.flatMap((selector) =>
    [...document.querySelectorAll(selector)].map((element) => ({
      name: `${selector} ${(element.textContent ?? '').trim().slice(0, 30)}`,
      box: element.getBoundingClientRect(),
    })),
  );
  const found = boxes.filter(({ box }) => box.right > innerWidth + 1).map(({ name }) => `${name} sticks out`);
  for (const [index, { name, box }] of boxes.entries())
    for (const other of boxes.slice(index + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (across > 1 && down > 1) found.push(`${name} on ${other.name}`);
    }
  return { found, boxes: boxes.length };
}

/** Opens what is folded. */
export function unfold() {
  for (const button of document.querySelectorAll('button[aria-label^="expand group"]')) button.click();
}

/** Resolves when the page has waited for no query a few looks long. */
export async function untilQuiet() {
  for (let quiet = 0; quiet < 6; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    quiet = document.documentElement.dataset.loading === '0' ? quiet + 1 : 0;
  }
}

/** Shows all of the page once, a screen at a time: panels ask when they come into view. */
export async function scrollThrough() {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  scrollTo(0, 0);
}
