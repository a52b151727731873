// Runs inside the web page, in the extension's isolated world, and ends in the value that the popup gets back.
// The page is only read: everything is taken out of a copy.
//
// A function called at once, because the same page may be captured again and top-level names would clash.
(() => {
  // What the reader never sees as text. JSON-LD stays: author, date and site name stand in it on most news pages.
  const UNSEEN = 'script:not([type="application/ld+json"]), style, svg, template';

  // The copy lives in a document without a window: there no custom element runs its constructor and no image loads.
  const inert = document.implementation.createHTMLDocument("");

  /**
   * A copy of the nodes as the reader sees them: open shadow trees stand where their host shows them.
   * @param {Element | ShadowRoot} root
   * @param {Node[]} nodes  the root itself, or the children of a shadow root, which cannot be imported as such
   * @returns {DocumentFragment}
   */
  function snapshot(root, nodes) {
    const copy = inert.createDocumentFragment();
    copy.append(...nodes.map((node) => inert.importNode(node, true)));
    inlineShadows(root, copy);
    prune(copy);
    return copy;
  }

  /**
   * Puts each open shadow tree in place of its host's children.
   * @param {Element | ShadowRoot} root
   * @param {DocumentFragment} copy  of the same tree: its elements come in the same order
   */
  function inlineShadows(root, copy) {
    const copies = copy.querySelectorAll("*");
    const originals = root instanceof Element ? [root, ...root.querySelectorAll("*")] : [...root.querySelectorAll("*")];
    originals.forEach((original, index) => {
      if (original.shadowRoot) {
        showShadow(copies[index], snapshot(original.shadowRoot, [...original.shadowRoot.childNodes]));
      }
    });
  }

  /**
   * @param {Element} host  the copy of the host
   * @param {DocumentFragment} shadow  the copy of its shadow tree
   */
  function showShadow(host, shadow) {
    const light = [...host.childNodes];
    for (const slot of shadow.querySelectorAll("slot")) {
      const shown = light.filter((node) => slotName(node) === slot.name);
      if (shown.length) {
        slot.replaceWith(...shown);
      }
    }
    host.replaceChildren(shadow);
  }

  /**
   * @param {Node} node
   * @returns {string}  the name of the slot that the node asks for; "" is the unnamed slot
   */
  function slotName(node) {
    return node instanceof Element ? node.slot : "";
  }

  /** @param {DocumentFragment} copy */
  function prune(copy) {
    copy.querySelectorAll(UNSEEN).forEach((element) => element.remove());
    const walker = inert.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
    /** @type {ChildNode[]} */
    const comments = [];
    while (walker.nextNode()) {
      comments.push(/** @type {Comment} */ (walker.currentNode));
    }
    comments.forEach((comment) => comment.remove());
  }

  /**
   * The document in which the text stands: a frame of the same site, where most of it is there.
   * @returns {Document}
   */
  function readDocument() {
    let read = document;
    for (const frame of document.querySelectorAll("iframe, frame")) {
      const inner = /** @type {HTMLIFrameElement} */ (frame).contentDocument;
      if (inner?.body && textLength(inner) > textLength(read)) {
        read = inner;
      }
    }
    return read;
  }

  /** @param {Document} page */
  function textLength(page) {
    return page.body?.innerText.length ?? 0;
  }

  /** Whether a frame that cannot be looked into takes most of the window. */
  function isFramed() {
    return [...document.querySelectorAll("iframe, frame")].some((frame) => {
      const { width, height } = frame.getBoundingClientRect();
      return !(/** @type {HTMLIFrameElement} */ (frame).contentDocument) && width * height > (innerWidth * innerHeight) / 2;
    });
  }

  const read = readDocument();
  const page = snapshot(read.documentElement, [read.documentElement]);
  return {
    html: page.firstElementChild?.outerHTML ?? "",
    url: location.href,
    title: read.title || document.title,
    selection: String(getSelection() ?? "").trim() || String(read.getSelection() ?? "").trim(),
    language: read.documentElement.lang,
    contentType: document.contentType,
    framed: isFramed(),
  };
})();
