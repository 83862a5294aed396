// Runs before the page is drawn, so that it never flashes in the wrong colours. Not a module: those run too late.
{
  const root = document.documentElement;
  // A page opened from a file may not load modules, so there its controls stay hidden.
  if (location.protocol !== "file:") root.dataset.js = "";
  try {
    const scheme = localStorage.getItem("handbook-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch {
    // No storage, no choice to remember.
  }
}
