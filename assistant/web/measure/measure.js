// Sends a question set and says how it went, and opens the question whose row is pressed.
// Knows nothing of sets or runs: names and sentences are shown as text.
const words = "WORDS";

/** Gives a field of Gradio a value as if it had been typed. */
const type = (selector, value) => {
  const field = document.querySelector(`${selector} :is(textarea, input)`);
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("submit", async (event) => {
  if (event.target.id !== "upload") return;
  event.preventDefault();
  const input = document.getElementById("files");
  const told = document.getElementById("sent-told");
  const button = event.target.querySelector("button");
  const [file] = input.files;
  if (!file || button.disabled) return;
  button.disabled = true;
  told.className = "";
  told.textContent = words.sending;
  try {
    const query = new URLSearchParams({ name: file.name });
    const answer = await fetch(`/${words.language}/measure/sets?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", "accept-language": words.language },
      body: file,
    });
    const said = await answer.json();
    told.className = answer.ok ? "told" : "bad";
    told.textContent = answer.ok
      ? words.stored.replace("{name}", said.name).replace("{count}", said.questions)
      : said.message || words.not_sent;
    if (answer.ok) type("#sent-name", said.name);
    input.value = "";
  } catch {
    told.className = "bad";
    told.textContent = words.not_sent;
  }
  button.disabled = false;
});

let asked = false; // somebody pressed a row: the question is to be brought into view once it is there
document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".opens");
  if (!row) return;
  asked = true;
  type("#open-id", row.dataset.id);
  show();
});

const show = () => {
  const heading = document.querySelector("#opened h3");
  const wanted = document.querySelector("#open-id :is(textarea, input)")?.value;
  if (!asked || !heading || heading.closest("section").getAttribute("aria-label") !== wanted) return;
  asked = false;
  heading.focus({ preventScroll: true });
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  heading.scrollIntoView({ behavior, block: "start" });
};
new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });

// the two fields that only the script and the server fill are nobody's to reach
const hide = new MutationObserver(() => {
  for (const field of document.querySelectorAll(".bridge :is(textarea, input):not([tabindex])")) {
    field.tabIndex = -1;
    field.setAttribute("aria-hidden", "true");
  }
});
hide.observe(document.documentElement, { childList: true, subtree: true });
