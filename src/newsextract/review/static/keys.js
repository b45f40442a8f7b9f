// One key, one act: not while somebody types, nor with Ctrl, Alt or Command held.
const TYPING = 'input:not([type="checkbox"]), select, textarea, [contenteditable]';

export function listenForKeys(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.key !== "Escape" && event.target.closest?.(TYPING)) return;
    if (document.querySelector("dialog[open]")) return;
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    if (event.key !== "Escape") event.preventDefault();
    act();
  });
}
