// Sends the chosen files one by one, shows how far each is and how it ended, and asks before one is replaced.
// Knows nothing of documents: names and sentences are shown as text.
const words = "WORDS";
document.documentElement.lang = words.language;

const made = (tag, text, given = {}) => Object.assign(document.createElement(tag), { textContent: text, ...given });

const post = (file, replace, tell) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ name: file.name, replace });
    request.open("POST", `/${words.language}/documents/files?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept-language", words.language);
    request.upload.onprogress = (event) => event.lengthComputable && tell(event.loaded / event.total);
    request.onloadend = () => {
      let said = {};
      try { said = JSON.parse(request.responseText); } catch { /* no answer came: status is 0 */ }
      resolve({ status: request.status, said });
    };
    request.send(file);
  });

const choice = (line, name) =>
  new Promise((resolve) => {
    const asked = made("span", words.ask_replace.replace("{name}", () => name));
    const yes = made("button", words.replace, { type: "button", onclick: () => resolve(true) });
    const no = made("button", words.leave, { type: "button", onclick: () => resolve(false) });
    line.replaceChildren(asked, yes, no);
    yes.focus();
  });

const send = async (file, list) => {
  const item = list.appendChild(document.createElement("li"));
  const line = made("span", words.sending);
  const bar = made("progress", "", { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  item.append(made("b", file.name), line, bar);
  const tell = (part) => { bar.value = part; };
  let { status, said } = await post(file, false, tell);
  if (status === 409) {
    bar.hidden = true;
    if (!(await choice(line, said.name))) {
      line.textContent = words.left;
      return false;
    }
    line.textContent = words.sending;
    bar.hidden = false;
    ({ status, said } = await post(file, true, tell));
  }
  bar.remove();
  const stored = status === 201;
  item.className = stored ? "good" : "bad";
  line.textContent = stored ? (said.replaced ? words.replaced : words.stored) : said.message || words.not_sent;
  if (stored && said.name !== file.name) line.textContent += ` (${said.name})`;
  return stored;
};

document.addEventListener("submit", async (event) => {
  if (event.target.id !== "upload") return;
  event.preventDefault();
  const input = document.getElementById("files");
  const button = event.target.querySelector("button");
  const list = document.getElementById("sent");
  if (!input.files.length || button.disabled) return;
  button.disabled = true;
  list.replaceChildren();
  let stored = 0;
  for (const file of [...input.files]) stored += await send(file, list);
  input.value = "";
  button.disabled = false;
  if (stored) list.append(made("li", words.next_step, { className: "next" }));
  document.getElementById("refresh")?.click();
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("#upload button:disabled")) event.preventDefault();
});

// what became of an action is told beside the first button: bring it into view for whoever pressed another
const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const waiting = new MutationObserver(() => {
  const told = document.getElementById("told");
  if (!told) return;
  waiting.disconnect();
  new MutationObserver(() => {
    if (told.textContent.trim()) told.scrollIntoView({ behavior, block: "nearest" });
  }).observe(told, { childList: true, subtree: true });
});
waiting.observe(document.documentElement, { childList: true, subtree: true });
