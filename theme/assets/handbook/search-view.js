// Draws the search: a field and a list of results, in the window or on the home page. What is found, and in which
// order, is the business of search/index.js.

const SITE = new URL("../../", import.meta.url).href;
const LIMIT = 12;
/** What a report repeats of a query: addresses have an end. */
const QUOTED = 200;
/** The longest query that goes into the address. */
const SHARED = 80;
const ANNOUNCE_AFTER = 600;
const TITLE = "title";
const LEADS = ["first_move", "statement"];
const ALL = "";

/** What the languages call themselves. */
const languageNames = new Map(
  [...document.querySelectorAll("[data-languages] a[hreflang]")].map((link) => [link.hreflang, link.textContent]),
);

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
    this.missing = box.querySelector("[data-missing]");
    this.guessed = box.querySelector("[data-guessed]");
    this.filter = box.querySelector("[data-filter]");
    this.status = box.querySelector("[data-status]");
    this.selected = -1;
    this.turn = 0;
    this.kind = ALL;
    this.filter.replaceChildren(...[ALL, ...Object.keys(this.labels)].map((kind) => this.choice(kind)));
    this.input.addEventListener("input", () => this.update());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("pointermove", (event) => this.onPoint(event));
    this.filter.addEventListener("click", (event) => this.onFilter(event));
    if (this.drop) this.closeOnLeaving();
    loadEngine().catch(() => {}); // Said when the reader types.
  }

  /** Search for what stands in the field. */
  async update() {
    const turn = ++this.turn;
    const query = this.input.value.trim();
    this.rememberQuery(query);
    if (!query) {
      this.setKind(ALL);
      this.show([], "");
      return;
    }
    try {
      const search = await loadEngine();
      const { language } = this.words;
      const results = await search.search(query, { language, limit: LIMIT, collection: this.kind });
      // A slower answer to an older question is of no use.
      if (turn !== this.turn) return;
      this.show(results, this.words.none);
      this.showLinesToo(search, turn);
    } catch (error) {
      console.error(error);
      if (turn === this.turn) this.show([], this.words.failed);
    }
  }

  /** After the first answer: fetch the lines of the entries, and show which of them matched. */
  async showLinesToo(search, turn) {
    if (this.hasLines || navigator.connection?.saveData) return;
    this.hasLines = true;
    try {
      await search.loadTexts(this.words.language);
      // Whoever has begun to choose keeps the list as it is.
      if (turn === this.turn && this.selected === 0) this.update();
    } catch {
      this.hasLines = false; // The results stand without them.
    }
  }

  show(results, emptyMessage) {
    const empty = results.length === 0;
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.list.scrollTop = 0;
    this.list.hidden = empty;
    this.guessed.hidden = !results[0]?.guess;
    this.filter.hidden = empty && !this.kind;
    this.nothing.hidden = !(empty && emptyMessage);
    this.nothing.querySelector("[data-message]").textContent = emptyMessage;
    this.offerReport(emptyMessage === this.words.none);
    if (this.drop) this.drop.hidden = empty && !emptyMessage;
    else this.hint.hidden = !empty || emptyMessage !== "";
    this.input.setAttribute("aria-expanded", String(!empty));
    this.select(empty ? -1 : 0);
    this.announce(empty ? emptyMessage : this.countAloud());
  }

  choice(kind) {
    const button = document.createElement("button");
    button.type = "button";
    if (kind) button.dataset.kind = kind;
    button.ariaPressed = String(kind === ALL);
    button.textContent = kind ? this.labels[kind] : this.words.all;
    return button;
  }

  onFilter(event) {
    const button = event.target.closest("button");
    if (!button) return;
    this.setKind(button.dataset.kind ?? ALL);
    this.update();
  }

  setKind(kind) {
    this.kind = kind;
    for (const button of this.filter.children) button.ariaPressed = String((button.dataset.kind ?? ALL) === kind);
  }

  countAloud() {
    const count = this.words.count.replace("{count}", this.list.children.length);
    return this.guessed.hidden ? count : `${this.words.guess} ${count}`;
  }

  /** Let the link to a report say what was asked for. */
  offerReport(isMissing) {
    const query = this.input.value.trim().slice(0, QUOTED);
    const address = this.words.missing;
    this.missing.hidden = !isMissing || !address || !query;
    if (this.missing.hidden) return;
    const report = new URL(address);
    const fields = report.searchParams;
    fields.set("title", `${fields.get("title") ?? ""}${query}`);
    fields.set(fields.has("template") ? "query" : "body", query);
    this.missing.rel = "noopener";
    this.missing.href = report.href;
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
      ({ field, text }) => text && ![TITLE, "summary", ...LEADS].includes(field),
    );
    const title = matchOf(TITLE);
    const summary = matchOf("summary");
    link.append(this.kindOf(result), line("title", result.title, title));
    // Where the words stand says more than what the entry is in general; an alias says it only where nothing else does.
    const alias = other?.field === "aliases";
    if (other && !summary && !lead && !(alias && title)) {
      link.append(line("found", other.text, other));
      if (alias && result.summary) link.append(line("summary", result.summary));
    }
    else if (result.summary) link.append(line("summary", result.summary, summary));
    if (result.first_move) link.append(line("move", result.first_move, lead));
    return link;
  }

  /** What a result is, and in which language its words were found if that is not the reader's. */
  kindOf(result) {
    const kind = line("kind", this.labels[result.collection] ?? "");
    const name = languageNames.get(result.language);
    if (result.language !== this.words.language && name) {
      const found = line("tongue", name);
      found.lang = result.language;
      kind.append(" ", found);
    }
    return kind;
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

  /** Take the query out of the address, when the window closes. */
  forget() {
    this.turn++;
    this.rememberQuery("");
  }

  /**
   * Keep the query in the address: a reader who comes back from a result finds the others. A whole
   * message stays out of it, and so out of the browser's history: it may name a client.
   */
  rememberQuery(query) {
    const address = new URL(location.href);
    if (query && query.length <= SHARED) address.searchParams.set("q", query);
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
