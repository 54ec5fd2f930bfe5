// Codes a story by the key that stands on the button, while what is to be coded has the focus, which every next
// story takes: elsewhere on the page a key does nothing.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const place = event.target.closest?.("#coding");
    place?.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click();
  });

  let shown = "";
  new MutationObserver(() => {
    const task = document.querySelector("#coding [data-task]");
    const next = task?.dataset.task ?? "";
    if (next !== shown) task?.focus();
    shown = next;
  }).observe(document.documentElement, { attributeFilter: ["data-task"], childList: true, subtree: true });
})();
