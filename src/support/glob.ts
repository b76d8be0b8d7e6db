/**
 * Whether a glob matches the whole text: `*` stands for any characters, `?` for one. Takes time proportional to both lengths,
 * whatever the glob: it goes back to the last star only.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let at = 0;
  let inText = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    if (at < glob.length && glob[at] === '*') {
      star = at;
      afterStar = inText;
      at += 1;
    } else if (at < glob.length && (glob[at] === '?' || glob[at] === text[inText])) {
      at += 1;
      inText += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      at = star + 1;
      afterStar += 1;
      inText = afterStar;
    } else return false;
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}
