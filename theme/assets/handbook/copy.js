// Copies a phrase, and says so to the eye and to the ear.

const SHOWN_FOR = 1600;

export async function copyPhrase(button, toast) {
  const phrase = button.parentElement.querySelector("[data-phrase]");
  const copied = await copyText(phrase);
  announce(toast, copied ? toast.dataset.copied : toast.dataset.failed);
  if (!copied) return;
  const use = button.querySelector("use");
  const address = use.getAttribute("href").replace(/#.*/, "");
  use.setAttribute("href", `${address}#check`);
  button.dataset.done = "";
  setTimeout(() => {
    use.setAttribute("href", `${address}#copy`);
    delete button.dataset.done;
  }, SHOWN_FOR);
}

async function copyText(element) {
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return true;
  } catch {
    // No permission, or no https. The phrase is marked, so that Ctrl+C takes it.
    getSelection().selectAllChildren(element);
    return false;
  }
}

let hiding;

function announce(toast, text) {
  clearTimeout(hiding);
  // Emptied first, so that the same words are read out again.
  toast.textContent = "";
  requestAnimationFrame(() => (toast.textContent = text));
  hiding = setTimeout(() => (toast.textContent = ""), 2 * SHOWN_FOR);
}
