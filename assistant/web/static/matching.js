// Turns the text items of a page and a quote into the stretches of items that are the quote; knows nothing about PDF.
// White space, hyphens and bullets are left out on both sides, since readers join lines; every other character must be
// the same. Where the words stand on the page more than once, the place is told by what stands around them, and where
// that does not tell, nothing is found: it is better to mark nothing than something else.
const LEFT_OUT = /[\s\p{Pd}\p{Cf}\p{Cc}•▪▫◦‣·●○■□]/u;
const SAME = { "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"' };
const CONTEXT = 40; // characters on either side, where counting does not tell

// [text, places]: places[i] is [string, start, end] of the i-th character of the text
export const squeeze = (strings) => {
  let text = "";
  const places = [];
  strings.forEach((string, at) => {
    let offset = 0;
    for (const point of string) {
      const end = offset + point.length;
      for (const char of point.normalize("NFKD").toLowerCase()) {
        if (LEFT_OUT.test(char)) continue;
        const kept = SAME[char] ?? char;
        text += kept;
        for (let unit = 0; unit < kept.length; unit += 1) places.push([at, offset, end]);
      }
      offset = end;
    }
  });
  return [text, places];
};

const all = (text, part) => {
  const found = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
};

// [[item, start, end], ...] in order, or null
export const find = (items, quote, before, after) => {
  const [page, places] = squeeze(items);
  const [[ours], [lead], [tail]] = [quote, before, after].map((text) => squeeze([text]));
  if (!ours) return null;
  const found = all(page, ours);
  const expected = all(lead + ours + tail, ours);
  let start = -1;
  if (found.length && found.length === expected.length) {
    start = found[expected.indexOf(lead.length)];
  } else if (found.length) {
    const [left, right] = [lead.slice(-CONTEXT), tail.slice(0, CONTEXT)];
    const sure = [[left, right], [left, ""], ["", right]].flatMap(([a, b]) => {
      const around = a.length + b.length >= CONTEXT / 2 ? all(page, a + ours + b) : [];
      return around.length === 1 ? [around[0] + a.length] : [];
    });
    start = sure.length && sure.every((one) => one === sure[0]) ? sure[0] : -1;
  }
  if (start < 0) return null;
  const ranges = [];
  for (const [item, first, last] of places.slice(start, start + ours.length)) {
    const current = ranges.at(-1);
    if (current?.[0] === item) current[2] = Math.max(current[2], last);
    else ranges.push([item, first, last]);
  }
  return ranges;
};
