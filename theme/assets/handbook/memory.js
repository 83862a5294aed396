// What this browser remembers of its reader. A browser may forbid it: then nothing is remembered, and all else works.

export function recall(key) {
  try {
    return localStorage.getItem(`handbook-${key}`);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`handbook-${key}`);
    else localStorage.setItem(`handbook-${key}`, value);
  } catch {
    // Forgotten with the page.
  }
}
