// Follows the [n] marks, says the page's language, and makes the answer heard by screen readers.
// Receives nothing from documents: it only reads the attributes that rendering.py wrote.
document.documentElement.lang = "LANGUAGE";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault(); // Gradio's <base> would lead an anchor off the page
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const quote = target.querySelector(".passage mark");
  const box = quote?.closest(".passage");
  if (box) box.scrollTop = Math.max(0, quote.offsetTop - box.offsetTop - 40);
  target.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest" });
  target.focus({ preventScroll: true });
});
const prepare = () => {
  const answer = document.getElementById("answer");
  if (!answer) return false;
  answer.setAttribute("aria-live", "polite");
  answer.setAttribute("role", "region");
  answer.setAttribute("aria-label", "ANSWER");
  for (const language of ["fr", "en"])
    for (const example of document.querySelectorAll(`.example-${language}`)) example.lang = language;
  return true;
};
const watcher = new MutationObserver(() => prepare() && watcher.disconnect());
watcher.observe(document.documentElement, { childList: true, subtree: true });
