// Runs inside the web page, behind letters.js: marks the summary, dims the clutter, goes to a line, takes all of it back.
//
// Marks are highlights (CSS Custom Highlight API): they change nothing in the page, so nothing in it moves, no script of
// its own can trip over them, and taking them back leaves it as it was. marks.css says how they look.
(() => {
  /**
   * @typedef {{ text: string, role: string, reason: string | null }} Block
   * @typedef {{ text: string, block: number, start: number, end: number }} Sentence
   * @typedef {{ sentences: Sentence[], blocks: Block[], mark: boolean, dim: boolean }} Wish
   * @typedef {{ mark: boolean, dim: boolean, missing: number[], undimmed: number[] }} Outcome
   *   `missing` are the indices of sentences that were not found on the page, `undimmed` of blocks
   * @typedef {{ range: Range, reason: string | null }} Line
   */

  const SUMMARY = "nutgraf-summary";
  const CURRENT = "nutgraf-current";
  const CLUTTER = "nutgraf-clutter";
  // Pages that rewrite themselves do so in bursts.
  const SETTLED_MS = 300;

  if ("nutgrafMarks" in globalThis) {
    return; // injected before
  }

  const { PageLetters, lettersOf } = /** @type {any} */ (globalThis).nutgrafLetters;
  /** @type {Wish | null} */
  let wish = null;
  /** @type {(Line | null)[]} */
  let sentences = [];
  /** @type {(Line | null)[]} by block */
  let blocks = [];
  let timer = 0;
  /** @type {HTMLElement | null} */
  let tip = null;
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(renew, SETTLED_MS);
  });

  /**
   * Marks and dims as wished, in place of what was marked and dimmed before.
   * @param {Wish} wanted
   * @returns {Outcome}
   */
  function show(wanted) {
    wish = wanted;
    find(wanted);
    paint(wanted);
    observer.disconnect();
    document.removeEventListener("pointermove", pointAt);
    if (wanted.mark || wanted.dim) {
      observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
    }
    if (wanted.dim) {
      document.addEventListener("pointermove", pointAt, { passive: true });
    } else {
      hideTip();
    }
    return outcome(wanted);
  }

  /** @param {Wish} wanted */
  function find(wanted) {
    const page = new PageLetters();
    const places = page.locate(wanted.blocks.map((block) => lettersOf(block.text)));
    /** @type {(place: { start: number, end: number } | null, text: string, reason: string | null) => Line | null} */
    const line = (place, text, reason) => (place ? { range: page.range(place, text), reason } : null);
    blocks = wanted.blocks.map((block, i) => line(places[i], block.text, block.reason));
    sentences = page
      .sentences(wanted.sentences, wanted.blocks, places)
      .map((/** @type {any} */ place, /** @type {number} */ i) => line(place, wanted.sentences[i].text, null));
  }

  /** @param {Wish} wanted */
  function paint({ mark, dim }) {
    put(SUMMARY, mark ? sentences : []);
    put(CLUTTER, dim ? clutter() : []);
    CSS.highlights.delete(CURRENT);
  }

  /**
   * @param {string} name
   * @param {(Line | null)[]} lines
   */
  function put(name, lines) {
    const ranges = lines.flatMap((line) => (line ? [line.range] : []));
    if (ranges.length) {
      CSS.highlights.set(name, new Highlight(...ranges));
    } else {
      CSS.highlights.delete(name);
    }
  }

  /**
   * The lines to be dimmed. The headline on top of the page is left out of a reading that has it already, and no clutter.
   * @returns {(Line | null)[]}
   */
  function clutter() {
    return blocks.filter((line, i) => wish?.blocks[i].role === "boilerplate" && !isHeadline(line));
  }

  /** @param {Line | null} line */
  function isHeadline(line) {
    return line?.range.startContainer.parentElement?.closest("h1") != null;
  }

  /**
   * @param {Wish} wanted
   * @returns {Outcome}
   */
  function outcome({ mark, dim, blocks: all }) {
    return {
      mark,
      dim,
      missing: sentences.flatMap((line, i) => (line ? [] : [i])),
      undimmed: all.flatMap((block, i) => (block.role === "boilerplate" && !blocks[i] ? [i] : [])),
    };
  }

  /** Marks anew where the page took marked text away or changed it. */
  function renew() {
    const shown = [...(wish?.mark ? sentences : []), ...(wish?.dim ? clutter() : [])];
    if (wish && shown.some((line) => !line || line.range.collapsed || !line.range.startContainer.isConnected)) {
      find(wish);
      paint(wish);
    }
  }

  /**
   * Scrolls to a sentence of the summary or to a block, and marks it until another is gone to.
   * @param {"sentence" | "block"} kind
   * @param {number} index
   * @returns {boolean}  false where it is not on the page, or hidden
   */
  function goTo(kind, index) {
    const range = (kind === "sentence" ? sentences : blocks)[index]?.range;
    const element = range?.startContainer.parentElement;
    if (!range || !element || !range.getClientRects().length) {
      return false;
    }
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "instant" });
    const { top } = range.getBoundingClientRect();
    const low = element.getBoundingClientRect().top;
    if (top - low > innerHeight / 2) {
      scrollBy({ top: top - low, behavior: "instant" }); // a sentence far down in a long paragraph
    }
    CSS.highlights.set(CURRENT, new Highlight(range));
    return true;
  }

  /** Takes everything back. */
  function clear() {
    wish = null;
    sentences = blocks = [];
    observer.disconnect();
    clearTimeout(timer);
    document.removeEventListener("pointermove", pointAt);
    hideTip();
    [SUMMARY, CURRENT, CLUTTER].forEach((name) => CSS.highlights.delete(name));
  }

  /**
   * Says why a dimmed line is dimmed, beside the pointer.
   * @param {PointerEvent} event
   */
  function pointAt(event) {
    const line = clutter().find((each) => each && holds(each.range, event.clientX, event.clientY));
    if (!line?.reason) {
      hideTip();
      return;
    }
    tip ??= madeTip();
    tipText(line.reason);
    const room = innerWidth - 300;
    tip.style.setProperty("left", `${Math.max(8, Math.min(event.clientX + 12, room))}px`, "important");
    tip.style.setProperty("top", `${event.clientY + 16}px`, "important");
  }

  /**
   * @param {Range} range
   * @param {number} x
   * @param {number} y
   */
  function holds(range, x, y) {
    const around = range.getBoundingClientRect();
    if (x < around.left || x > around.right || y < around.top || y > around.bottom) {
      return false;
    }
    return [...range.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom);
  }

  /** @type {(reason: string) => void} */
  let tipText = () => {};

  /**
   * The one element that is ever put into the page, while the pointer is over a dimmed line; it takes no room in it.
   * @returns {HTMLElement}
   */
  function madeTip() {
    const host = document.createElement("nutgraf-tip");
    const root = host.attachShadow({ mode: "closed" });
    const text = document.createElement("div");
    text.setAttribute("role", "tooltip");
    root.append(text);
    // By the object model: a page's Content-Security-Policy may allow no style element.
    for (const [name, value] of Object.entries(HOST_STYLE)) {
      host.style.setProperty(name, value, "important");
    }
    for (const [name, value] of Object.entries(TIP_STYLE)) {
      text.style.setProperty(name, value);
    }
    tipText = (reason) => (text.textContent = `nutgraf: ${reason}`);
    document.documentElement.append(host);
    return host;
  }

  const HOST_STYLE = { all: "initial", position: "fixed", "z-index": "2147483647", "pointer-events": "none" };
  const TIP_STYLE = {
    "max-width": "280px",
    padding: "6px 10px",
    "border-radius": "6px",
    background: "#211c16",
    color: "#fffdf9",
    font: "13px/1.4 system-ui, sans-serif",
    "box-shadow": "0 2px 8px rgb(0 0 0 / 0.3)",
  };

  function hideTip() {
    tip?.remove();
    tip = null;
  }

  /** @returns {{ mark: boolean, dim: boolean }} */
  function state() {
    return { mark: wish?.mark ?? false, dim: wish?.dim ?? false };
  }

  Object.assign(globalThis, { nutgrafMarks: { show, goTo, clear, state } });
})();
