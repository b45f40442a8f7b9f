// Correcting a claim: its span is chosen by selecting text. The server counts code points and a browser counts UTF-16
// units, of which 𠮷 and most emoji have two.

const points = (text) => [...text].length;

// The place in the article of a position inside the text, in code points.
function placeOf(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  if (!piece) return edgeOf(node, offset);
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  return Number(piece.dataset.start) + countOf(before.cloneContents());
}

// A selection may end between two pieces or paragraphs: it ends where the piece before ends, or begins where the next begins.
function edgeOf(node, offset) {
  if (node.nodeType === Node.TEXT_NODE) return null;
  const child = node.childNodes[offset];
  const next = child?.querySelector?.("[data-start]") ?? (child?.matches?.("[data-start]") ? child : null);
  if (next) return Number(next.dataset.start);
  const pieces = node.querySelectorAll("[data-start]");
  const last = pieces[pieces.length - 1];
  return last ? Number(last.dataset.start) + countOf(last) : null;
}

// A control character is written as its name: it counts as the one character that it is.
function countOf(root) {
  let count = 0;
  for (const node of root.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) count += points(node.data);
    else if (node.classList?.contains("ctl")) count += 1;
    else count += countOf(node);
  }
  return count;
}

function textOf(pane, start, end) {
  let text = "";
  for (const piece of pane.querySelectorAll("[data-text] [data-start]")) {
    const at = Number(piece.dataset.start);
    const characters = [...piece.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? [...node.data] : [`[${node.textContent}]`]));
    text += characters.slice(Math.max(0, start - at), Math.max(0, end - at)).join("");
  }
  return text;
}

export function startEditing(pane) {
  const form = pane.querySelector("[data-edit]");
  const text = pane.querySelector("[data-text]");
  const [first, last] = [form.elements.start, form.elements.end];
  const shown = form.querySelector("[data-span-text]");
  const acts = new AbortController();
  const listen = (target, event, act) => target.addEventListener(event, act, { signal: acts.signal });

  function show() {
    shown.textContent = textOf(pane, Number(first.value), Number(last.value));
  }

  function take() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    first.value = start;
    last.value = end;
    show();
  }

  function reset() {
    first.value = pane.dataset.start;
    last.value = pane.dataset.end;
    show();
  }

  form.hidden = false;
  listen(document, "selectionchange", take);
  listen(first, "input", show);
  listen(last, "input", show);
  listen(form.querySelector("[data-span-reset]"), "click", reset);
  show();
  form.elements.speaker.focus();
  form.scrollIntoView({ block: "nearest" });
  return {
    stop() {
      acts.abort();
      form.reset();
      pane.querySelector("[data-edit-open]").focus(); // a hidden field would keep the focus, and the keys, for a moment
      form.hidden = true;
    },
  };
}
