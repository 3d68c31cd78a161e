// Follows the [n] marks, brings a new answer into view, and names the page's language and regions.
// Runs nothing that comes from documents: it only reads the markup that rendering.py wrote.
document.documentElement.lang = "LANGUAGE";
const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault(); // Gradio's <base> would lead an anchor off the page
  const card = target.closest(".card") ?? target;
  for (const quote of document.querySelectorAll(".passage mark[data-current]")) delete quote.dataset.current;
  const quote = card.querySelector(`.passage mark[data-number="${target.id.replace("source-", "")}"]`);
  if (quote) {
    quote.dataset.current = "";
    quote.closest(".passage").scrollTop = Math.max(0, quote.offsetTop - 40);
  }
  card.scrollIntoView({ behavior, block: "nearest" });
  card.focus({ preventScroll: true });
});

// a passage longer than its card opens where the thing that was asked for stands
const unroll = (evidence) => {
  for (const passage of evidence.querySelectorAll(".passage")) {
    const found = passage.querySelector("mark strong") ?? passage.querySelector("mark");
    if (found) passage.scrollTop = Math.max(0, found.offsetTop - passage.clientHeight / 2);
  }
};
const show = (answer) => {
  // an answer taller than the window scrolls with the page, a shorter one stays beside its sources
  answer.toggleAttribute("data-tall", (answer.querySelector("section")?.offsetHeight ?? 0) > innerHeight * 0.9);
  // on a phone the answer comes below the examples: bring its beginning up
  if (answer.getBoundingClientRect().top > innerHeight * 0.6) answer.scrollIntoView({ behavior, block: "start" });
};
const prepare = () => {
  const answer = document.getElementById("answer");
  const examples = document.querySelectorAll(".example");
  if (!answer || !examples.length || !document.querySelector("#question :is(textarea, input)")) return;
  waiting.disconnect();
  answer.setAttribute("role", "region");
  answer.setAttribute("aria-label", "ANSWER");
  answer.setAttribute("aria-live", "polite");
  for (const example of examples) example.lang = example.matches(".example-fr") ? "fr" : "en";
  new MutationObserver(() => show(answer)).observe(answer, { childList: true, subtree: true });
  const evidence = document.getElementById("evidence");
  new MutationObserver(() => unroll(evidence)).observe(evidence, { childList: true, subtree: true });
};
const waiting = new MutationObserver(prepare);
waiting.observe(document.documentElement, { childList: true, subtree: true });
