// Follows the [n] marks, brings a new answer into view, sends what a reader does with it, and names the page's regions.
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
    edges(passage);
  }
};
// which edges of a scrolling passage hide more of it: page.css lets the text fade out there
const edges = (passage) => {
  passage.toggleAttribute("data-above", passage.scrollTop > 2);
  passage.toggleAttribute("data-below", passage.scrollHeight - passage.clientHeight - passage.scrollTop > 2);
};
const allEdges = () => document.querySelectorAll(".passage").forEach(edges);
document.addEventListener("scroll", ({ target }) => target.matches?.(".passage") && edges(target), true);
document.addEventListener("toggle", allEdges, true); // an earlier turn is opened
addEventListener("resize", allEdges);
const show = (answer) => {
  // an answer taller than the window scrolls with the page, a shorter one stays beside its sources
  answer.closest("#said").toggleAttribute("data-tall", (answer.querySelector("section")?.offsetHeight ?? 0) > innerHeight * 0.9);
  // on a phone the answer comes below the examples: bring its beginning up
  if (answer.getBoundingClientRect().top > innerHeight * 0.6) answer.scrollIntoView({ behavior, block: "start" });
};
// what a reader does with an answer: copy it, keep it as a file, say what they think of it
const post = async (place, body) => {
  const address = `/${document.documentElement.lang}/${place}`;
  const headers = { "content-type": "application/json", "accept-language": document.documentElement.lang };
  const answered = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (answered.ok) return answered;
  throw new Error((await answered.json()).message);
};
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text }); // no clipboard without TLS
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error();
};
const save = async (actions, format) => {
  const answered = await post("export", { answer: actions.dataset.answer, format });
  const name = answered.headers.get("content-disposition").match(/filename="([^"]+)"/)[1];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answered.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return name;
};
const send = async (actions) => {
  const verdict = actions.querySelector('.verdict[aria-pressed="true"]').dataset.verdict;
  const word = actions.querySelector("textarea").value;
  return (await (await post("feedback", { answer: actions.dataset.answer, verdict, word })).json()).message;
};
const ask = (question) => {
  const box = document.querySelector("#question :is(textarea, input)");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.getElementById("ask").click(), 50); // Svelte takes the words over first
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.matches(".suggested")) return ask(button.textContent);
  const actions = button.closest(".actions");
  if (!actions) return;
  const status = actions.querySelector(".status");
  try {
    if (button.matches(".verdict")) {
      for (const other of actions.querySelectorAll(".verdict")) other.setAttribute("aria-pressed", other === button);
      actions.querySelector(".send").disabled = false;
    } else if (button.matches(".copy")) {
      await copy(actions.querySelector(".to-copy").textContent).catch(() => { throw new Error(button.dataset.failed); });
      status.textContent = button.dataset.done;
    } else if (button.matches(".save")) {
      status.textContent = status.dataset.saved.replace("{name}", await save(actions, button.dataset.format));
    } else if (button.matches(".send")) {
      status.textContent = await send(actions);
      button.disabled = true;
      actions.querySelector(".feedback").open = false;
      actions.querySelector(".feedback summary").focus();
    }
  } catch (error) {
    status.textContent = error instanceof TypeError ? status.dataset.failed : error.message;
  }
});
document.addEventListener("keydown", (event) => {
  const box = event.key === "Enter" && !event.shiftKey && event.target.closest?.("#question :is(textarea, input)");
  if (box) setTimeout(() => box.select()); // the next question is typed over this one, or this one mended
  if (event.key === "Escape") document.querySelector("#stop:not([disabled])")?.click();
});

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

// a question chosen on another page comes behind the #, which no server is ever sent: it is typed in, not yet asked
(() => {
  const given = location.hash.startsWith("#question=") ? location.hash.slice("#question=".length) : "";
  if (!given) return;
  let question = "";
  try { question = decodeURIComponent(given).slice(0, 2000); } catch { return; }
  history.replaceState(null, "", location.pathname);
  const typing = new MutationObserver(() => type());
  const type = () => {
    const field = document.querySelector("#question textarea, #question input");
    if (!field) return;
    typing.disconnect();
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, question);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  typing.observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", type);
})();
