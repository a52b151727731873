// Runs inside the web page, in the extension's isolated world: where the texts that the server gave back stand on it.
//
// Texts are sought by their letters alone, as the server found them (server/nutgraf/dom.py): white space, soft hyphens,
// quotation marks and the borders of inline elements differ between the two, letters and digits don't.
(() => {
  /**
   * @typedef {{ start: number, end: number }} Place  letters `start` to `end` of the page
   * @typedef {{ text: string }} Block
   * @typedef {{ text: string, block: number, start: number, end: number }} Sentence
   */

  // Text in these is seen by nobody.
  const UNSEEN = new Set(["script", "style", "noscript", "template", "title", "svg", "iframe", "object", "textarea"]);
  // Letters from which a text is taken to stand on a page once: such blocks are found first and hold the others.
  const SPECIFIC = 40;
  const LETTER = /^[\p{L}\p{N}\p{M}]$/u;
  const VARIANT = /[\ufe00-\ufe0f]/;

  /** @type {string[]} */
  const ascii = Array.from({ length: 128 }, (_, code) => {
    const sign = String.fromCharCode(code);
    return /[A-Za-z0-9]/.test(sign) ? sign.toLowerCase() : "";
  });
  /** @type {Map<number, string>} */
  const known = new Map();

  /**
   * @param {number} code  a code point
   * @returns {string}  its letters: ligatures taken apart, accents behind their letter, nothing for all other signs
   */
  function lettersOfSign(code) {
    if (code < 128) {
      return ascii[code];
    }
    let found = known.get(code);
    if (found === undefined) {
      const parts = String.fromCodePoint(code).normalize("NFKD").toLowerCase();
      found = [...parts].filter((part) => LETTER.test(part) && !VARIANT.test(part)).join("");
      known.set(code, found);
    }
    return found;
  }

  /**
   * @param {string} text
   * @param {(letters: string, at: number) => void} take  gets each sign's letters and where it stands
   */
  function eachSign(text, take) {
    for (let at = 0; at < text.length; ) {
      const code = /** @type {number} */ (text.codePointAt(at));
      const width = code > 0xffff ? 2 : 1;
      const found = lettersOfSign(code);
      if (found) {
        take(found, at);
      }
      at += width;
    }
  }

  /**
   * @param {string} text
   * @returns {string}
   */
  function lettersOf(text) {
    let letters = "";
    eachSign(text, (found) => (letters += found));
    return letters;
  }

  /**
   * The text nodes that are seen, in page order, those of open shadow trees where their host stands.
   * @param {Node} root
   * @returns {Generator<Text>}
   */
  function* textNodes(root) {
    if (root instanceof Text) {
      yield root;
      return;
    }
    if (root instanceof Element) {
      if (UNSEEN.has(root.localName)) {
        return;
      }
      const shadow = root.shadowRoot;
      if (shadow) {
        yield* childTexts(shadow);
        return;
      }
      if (root instanceof HTMLSlotElement && root.assignedNodes().length) {
        for (const node of root.assignedNodes()) {
          yield* textNodes(node);
        }
        return;
      }
    }
    yield* childTexts(root);
  }

  /**
   * @param {Node} parent
   * @returns {Generator<Text>}
   */
  function* childTexts(parent) {
    for (let child = parent.firstChild; child; child = child.nextSibling) {
      yield* textNodes(child);
    }
  }

  /** The letters of a page, and the text nodes that they stand in. */
  class PageLetters {
    constructor() {
      /** @type {Text[]} */
      this.nodes = [];
      /** @type {number[]} where each node's letters begin */
      this.starts = [];
      /** @type {number[]} for each letter, where its sign stands in its node */
      this.at = [];
      this.text = "";
      for (const node of textNodes(document.documentElement)) {
        this.add(node);
      }
    }

    /** @param {Text} node */
    add(node) {
      const start = this.at.length;
      let letters = "";
      eachSign(node.data, (found, at) => {
        letters += found;
        for (let n = 0; n < found.length; n += 1) {
          this.at.push(at);
        }
      });
      if (letters) {
        this.nodes.push(node);
        this.starts.push(start);
        this.text += letters;
      }
    }

    /**
     * The places of texts that are given in page order; null for those that don't stand on the page.
     *
     * Long ones are sought first, a short one ("Share") then between its neighbours.
     * @param {string[]} keys  letters
     * @returns {(Place | null)[]}
     */
    locate(keys) {
      /** @type {(Place | null)[]} */
      const places = keys.map(() => null);
      let cursor = 0;
      keys.forEach((key, i) => {
        if (key.length >= SPECIFIC) {
          places[i] = this.find(key, cursor) ?? this.find(key, 0);
          cursor = places[i]?.end ?? cursor;
        }
      });
      const limits = nextStarts(places, this.text.length);
      cursor = 0;
      keys.forEach((key, i) => {
        if (key && key.length < SPECIFIC) {
          places[i] = this.between(key, cursor, limits[i]);
        }
        cursor = places[i]?.end ?? cursor;
      });
      return places;
    }

    /**
     * @param {string} key
     * @param {number} from
     * @returns {Place | null}
     */
    find(key, from) {
      const start = this.text.indexOf(key, from);
      return start < 0 ? null : { start, end: start + key.length };
    }

    /**
     * A short text is some line of the page only where it fills whole text nodes: in the middle of one it is any words.
     * @param {string} key
     * @param {number} from
     * @param {number} limit
     * @returns {Place | null}
     */
    between(key, from, limit) {
      for (let place = this.find(key, from); place && place.end <= limit; place = this.find(key, place.start + 1)) {
        if (this.fillsNodes(place)) {
          return place;
        }
      }
      return null;
    }

    /** @param {Place} place */
    fillsNodes({ start, end }) {
      return this.starts[this.nodeOf(start)] === start && (end === this.text.length || this.starts[this.nodeOf(end)] === end);
    }

    /**
     * @param {number} letter
     * @returns {number}  the index of the node that the letter stands in
     */
    nodeOf(letter) {
      let low = 0;
      let high = this.starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        [low, high] = this.starts[middle] <= letter ? [middle, high] : [low, middle - 1];
      }
      return low;
    }

    /**
     * @param {Place} place
     * @param {string} text  with the marks that stand around its letters
     * @returns {Range}
     */
    range({ start, end }, text) {
      const first = this.nodes[this.nodeOf(start)];
      const last = this.nodes[this.nodeOf(end - 1)];
      const range = document.createRange();
      range.setStart(first, before(first.data, this.at[start], text));
      range.setEnd(last, behind(last.data, this.at[end - 1], text));
      return range;
    }

    /**
     * Where each sentence stands: at its place in its block, else wherever its letters are.
     * @param {Sentence[]} sentences
     * @param {Block[]} blocks  of the page, in its order
     * @param {(Place | null)[]} places  of the blocks
     * @returns {(Place | null)[]}
     */
    sentences(sentences, blocks, places) {
      return sentences.map(({ text, block, start }) => {
        const key = lettersOf(text);
        const around = places[block];
        const own = (around?.start ?? 0) + lettersOf(blocks[block]?.text.slice(0, start) ?? "").length;
        if (around && key && this.text.startsWith(key, own)) {
          return { start: own, end: own + key.length };
        }
        return key ? (this.find(key, around?.start ?? 0) ?? this.find(key, 0)) : null;
      });
    }
  }

  /**
   * For each text, where the next one that was found begins.
   * @param {(Place | null)[]} places
   * @param {number} length
   */
  function nextStarts(places, length) {
    /** @type {number[]} */
    const limits = [];
    let upcoming = length;
    for (const place of [...places].reverse()) {
      limits.push(upcoming);
      upcoming = place?.start ?? upcoming;
    }
    return limits.reverse();
  }

  /**
   * @param {string} data
   * @param {number} at  where the first letter stands
   * @param {string} text  what begins there
   * @returns {number}  where its opening marks begin
   */
  function before(data, at, text) {
    let marks = /^[^\p{L}\p{N}\p{M}\s]*/u.exec(text.trimStart())?.[0].length ?? 0;
    for (; marks > 0 && at > 0 && !/[\p{L}\p{N}\p{M}\s]/u.test(data[at - 1]); marks -= 1) {
      at -= 1;
    }
    return at;
  }

  /**
   * @param {string} data
   * @param {number} at  where the last letter stands
   * @param {string} text  what ends there
   * @returns {number}  behind its closing marks
   */
  function behind(data, at, text) {
    at += /** @type {number} */ (data.codePointAt(at)) > 0xffff ? 2 : 1;
    let marks = /[^\p{L}\p{N}\p{M}\s]*$/u.exec(text.trimEnd())?.[0].length ?? 0;
    for (; marks > 0 && at < data.length && !/[\p{L}\p{N}\s]/u.test(data[at]); marks -= 1) {
      at += 1;
    }
    return at;
  }

  Object.assign(globalThis, { nutgrafLetters: { PageLetters, lettersOf } });
})();
