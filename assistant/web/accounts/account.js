// Puts who is signed in, the way out and the pages of their role at the top, and a note at the foot of a page.
// Knows nothing of its own: it shows what the server says of the visitor, as text.
// Keeps the page's language too: Gradio would say the browser's once it has loaded.
(() => {
  const language = "LANGUAGE";
  const root = document.documentElement;
  const keep = () => { if (root.lang !== language) root.lang = language; };
  new MutationObserver(keep).observe(root, { attributes: true, attributeFilter: ["lang"] });
  keep();
  const told = fetch(`/${language}/account`, { headers: { accept: "application/json" } });
  const made = (tag, text, given) => Object.assign(document.createElement(tag), { textContent: text, ...given });
  const show = async (masthead) => {
    const answer = await told;
    if (answer.status === 401) return location.reload(); // the session is over: the server leads to the sign-in page
    if (!answer.ok) return;
    const said = await answer.json();
    const bar = made("div", "", { className: "account" });
    if (said.name) bar.append(made("span", said.name));
    for (const { href, text } of said.links) if (location.pathname !== href) bar.append(made("a", text, { href }));
    if (said.sign_out) {
      const form = made("form", "", { method: "post", action: said.sign_out.action });
      form.append(made("button", said.sign_out.text, { type: "submit" }));
      bar.append(form);
    }
    masthead.append(bar);
    const foot = document.querySelector("footer.holdings");
    if (said.note && foot) foot.append(made("p", said.note, { className: "only-here" }));
  };
  const waiting = new MutationObserver(() => {
    const masthead = document.querySelector(".masthead");
    if (!masthead || !document.querySelector("footer.holdings")) return;
    waiting.disconnect();
    show(masthead);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
