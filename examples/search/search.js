// Asks a handbook what fits to a client's message. No build step and no package: the module comes from the handbook.

const { handbook, language } = document.body.dataset;
const message = document.getElementById("message");
const suggestions = document.getElementById("suggestions");
const state = document.getElementById("state");

const { createSearch } = await import(new URL("assets/handbook/search/index.js", handbook).href);
const { search } = createSearch({ base: handbook });

let turn = 0;

async function suggest() {
  const mine = ++turn;
  try {
    const results = await search(message.value, { language, limit: 5 });
    // A slower answer to an older text is of no use.
    if (mine !== turn) return;
    suggestions.replaceChildren(...results.map(item));
    state.textContent = results.length ? "" : "Nothing fits.";
  } catch {
    state.textContent = "The handbook cannot be reached.";
  }
}

/** Texts of the handbook are text: nothing of a result is ever put into the page as HTML. */
function item({ title, url, first_move }) {
  const link = document.createElement("a");
  link.href = new URL(url, handbook).href;
  link.textContent = title;
  const move = document.createElement("p");
  move.textContent = first_move;
  const li = document.createElement("li");
  li.append(link, move);
  return li;
}

message.addEventListener("input", suggest);
await suggest();
