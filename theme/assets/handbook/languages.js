// The switch between languages, and the offer of another one on the first visit.

/** Let a link to another language lead to the same section and the same query. */
export function keepPlace(link, place) {
  link.hash = place.hash;
  link.search = place.search;
}

/** Show the offer in the reader's language, unless this page is in it or the reader has chosen before. */
export function offerLanguage(offers, { current, wanted, chosen, choose }) {
  if (!offers.length || chosen) return;
  const language = firstKnown(wanted, [current, ...[...offers].map((offer) => offer.lang)]);
  const offer = [...offers].find((candidate) => candidate.lang === language);
  if (!offer) return;
  offer.hidden = false;
  offer.querySelector("a").addEventListener("click", () => choose(language));
  offer.querySelector("button").addEventListener("click", () => {
    offer.hidden = true;
    choose(current);
  });
}

/** Return the first wanted language that is known: "uk" for "uk-UA". */
export function firstKnown(wanted, known) {
  return wanted.map((tag) => tag.toLowerCase().split("-")[0]).find((language) => known.includes(language));
}
