// Brings the quote into view, leads back to the question, and chooses between text and original page where both do not
// fit. Runs nothing that comes from documents: it only moves through the markup that the server wrote.
const panes = document.querySelector(".panes");
const quote = document.getElementById("quote");

// side by side, both quotes begin on the same line
const twin = document.getElementById("twin-quote");
const align = () => {
  if (!quote || !twin) return;
  const texts = [quote, twin].map((mark) => mark.closest(".document"));
  for (const text of texts) text.style.paddingTop = "";
  const [mine, other] = [quote, twin].map((mark) => mark.getBoundingClientRect());
  if (other.left < mine.left + 200) return; // one below the other
  const [higher, by] = mine.top < other.top ? [texts[0], other.top - mine.top] : [texts[1], mine.top - other.top];
  higher.style.paddingTop = `${by}px`;
};
align();
addEventListener("resize", align);

const show = (mark) => {
  if (!mark) return;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
};
if (["", "#quote"].includes(location.hash)) show(quote);
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  choose("text");
  show(quote);
});

// a tab that was opened for this document alone closes, and the question is there again, with its answer
document.querySelector(".back")?.addEventListener("click", () => {
  if (history.length === 1) window.close(); // where the browser does not let it, the link is followed
});

const choice = document.querySelector(".choice");
const narrow = matchMedia("(max-width: 63.99rem)");
function choose(name) {
  if (!choice) return;
  panes.dataset.pane = name;
  for (const button of choice.children) button.setAttribute("aria-pressed", String(button.dataset.shows === name));
}
const arrange = () => {
  const tabbed = Boolean(choice) && (narrow.matches || panes.matches(".with-twin"));
  if (choice) choice.hidden = !tabbed;
  panes?.classList.toggle("tabbed", tabbed);
};
choice?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  choose(button.dataset.shows);
  if (button.dataset.shows === "text") show(quote);
});
narrow.addEventListener("change", arrange);
arrange();

const original = document.querySelector(".original[data-source]");
if (original) {
  import("./original.js").then(
    (drawing) => drawing.draw(original),
    () => { original.querySelector(".status").textContent = original.dataset.sayFailed; }, // a very old browser
  );
}
