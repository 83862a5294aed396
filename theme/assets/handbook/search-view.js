// Draws the search: a field and a list of results, in the window or on the home page. What is found, and in which
// order, is the business of search/index.js.

const SITE = new URL("../../", import.meta.url).href;
const LIMIT = 12;
const ANNOUNCE_AFTER = 600;
const TITLE = "title";
const LEADS = ["first_move", "statement"];

let engine;

/** The search itself, loaded once; after a failure the next try loads anew. */
function loadEngine() {
  engine ??= import("./search/index.js")
    .then((module) => module.createSearch({ base: SITE }))
    .catch((error) => {
      engine = undefined;
      throw error;
    });
  return engine;
}

export class SearchView {
  /** `box` holds the field and the list; `words` are those of the interface, and `language` the reader's. */
  constructor(box, words) {
    this.words = words;
    this.labels = JSON.parse(words.labels);
    this.box = box;
    this.input = box.querySelector("input");
    this.list = box.querySelector("[role=listbox]");
    this.hint = box.querySelector("[data-hint]");
    this.drop = box.querySelector("[data-drop]");
    this.nothing = box.querySelector("[data-nothing]");
    this.status = box.querySelector("[data-status]");
    this.selected = -1;
    this.turn = 0;
    this.input.addEventListener("input", () => this.update());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("pointermove", (event) => this.onPoint(event));
    if (this.drop) this.closeOnLeaving();
    loadEngine().catch(() => {}); // Said when the reader types.
  }

  /** Search for what stands in the field. */
  async update() {
    const turn = ++this.turn;
    const query = this.input.value.trim();
    this.rememberQuery(query);
    if (!query) {
      this.show([], "");
      return;
    }
    try {
      const search = await loadEngine();
      const results = await search.search(query, { language: this.words.language, limit: LIMIT });
      // A slower answer to an older question is of no use.
      if (turn === this.turn) this.show(results, this.words.none);
    } catch (error) {
      console.error(error);
      if (turn === this.turn) this.show([], this.words.failed);
    }
  }

  show(results, emptyMessage) {
    const empty = results.length === 0;
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.list.scrollTop = 0;
    this.list.hidden = empty;
    this.nothing.hidden = !(empty && emptyMessage);
    this.nothing.querySelector("[data-message]").textContent = emptyMessage;
    if (this.drop) this.drop.hidden = empty && !emptyMessage;
    else this.hint.hidden = !empty || emptyMessage !== "";
    this.input.setAttribute("aria-expanded", String(!empty));
    this.select(empty ? -1 : 0);
    this.announce(empty ? emptyMessage : this.words.count.replace("{count}", results.length));
  }

  option(result, index) {
    const link = document.createElement("a");
    link.id = `${this.list.id}-${index}`;
    link.href = new URL(result.url, SITE).href;
    link.role = "option";
    link.tabIndex = -1;
    link.dataset.kind = result.collection;
    link.ariaSelected = "false";
    const matchOf = (name) => result.matched?.find((match) => match.field === name && match.text);
    const lead = LEADS.map(matchOf).find(Boolean);
    const other = result.matched?.find(
      ({ field, text }) => text && ![TITLE, "summary", "aliases", ...LEADS].includes(field),
    );
    const summary = matchOf("summary");
    link.append(line("kind", this.labels[result.collection] ?? ""), line("title", result.title, matchOf(TITLE)));
    // Where the words stand says more than what the entry is in general.
    if (other && !summary && !lead) link.append(line("found", other.text, other));
    else if (result.summary) link.append(line("summary", result.summary, summary));
    if (result.first_move) link.append(line("move", result.first_move, lead));
    return link;
  }

  select(index) {
    this.list.children[this.selected]?.setAttribute("aria-selected", "false");
    this.selected = index;
    const option = this.list.children[index];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (event.isComposing) return;
    const count = this.list.children.length;
    if (event.key === "ArrowDown" && count) this.select((this.selected + 1) % count);
    else if (event.key === "ArrowUp" && count) this.select((this.selected - 1 + count) % count);
    else if (event.key === "Enter") this.list.children[this.selected]?.click();
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
  }

  onPoint(event) {
    const option = event.target.closest("[role=option]");
    const index = [...this.list.children].indexOf(option);
    if (index >= 0 && index !== this.selected) this.select(index);
  }

  leave() {
    if (this.box.close) {
      this.box.close();
    } else {
      this.input.value = "";
      this.update();
    }
  }

  closeOnLeaving() {
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.contains(event.target)) this.drop.hidden = true;
    });
    this.input.addEventListener("focus", () => {
      if (this.list.children.length) this.drop.hidden = false;
    });
  }

  /** Keep the query in the address: a reader who comes back from a result finds the others. */
  rememberQuery(query) {
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  /** Tell screen readers, once the reader pauses. */
  announce(text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (this.status.textContent = text), ANNOUNCE_AFTER);
  }
}

function line(name, text, match) {
  const element = document.createElement("span");
  element.className = name;
  if (!match) {
    element.textContent = text;
    return element;
  }
  let last = 0;
  for (const [from, to] of match.ranges ?? []) {
    const mark = document.createElement("mark");
    mark.textContent = match.text.slice(from, to);
    element.append(match.text.slice(last, from), mark);
    last = to;
  }
  element.append(match.text.slice(last));
  return element;
}
