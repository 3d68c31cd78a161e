// Draws the cited page of the original PDF with pdf.js and marks the quote's words on its text layer.
// Knows nothing about the index: the server gives out the file only when its bytes are those that were indexed.
import { getDocument, GlobalWorkerOptions, TextLayer } from "./pdfjs/pdf.min.mjs";
import { find } from "./matching.js";

const own = (name) => new URL(`./pdfjs/${name}`, import.meta.url).href;
const READABLE = 560; // pixels; where the pane is narrower, the page scrolls in it
const WIDEST = 4096; // pixels of a canvas
const HIGHEST = 8192;
const ERRORS_ONLY = 0;
GlobalWorkerOptions.workerSrc = own("pdf.worker.min.mjs");

export const draw = async (pane) => {
  const said = pane.dataset;
  const say = (text, found) => {
    const status = pane.querySelector(".status");
    status.textContent = text;
    if (found === undefined) delete status.dataset.found;
    else status.dataset.found = found ? "yes" : "no";
  };
  const answer = await fetch(said.source, { credentials: "same-origin" });
  if (!answer.ok) {
    pane.querySelector(".file").hidden = true;
    say(answer.status === 409 ? said.sayChanged : answer.status === 404 ? said.sayMissing : said.sayFailed, false);
    return;
  }
  try {
    const pdf = await getDocument({
      data: new Uint8Array(await answer.arrayBuffer()),
      standardFontDataUrl: own("standard_fonts/"),
      wasmUrl: own("wasm/"),
      useSystemFonts: false, // the same on every machine
      enableXfa: false,
      maxImageSize: 64_000_000,
      verbosity: ERRORS_ONLY,
    }).promise;
    await new Sheet(pane, pdf, say).start(Number(said.page));
  } catch (error) {
    console.warn(error);
    say(said.sayFailed, false);
  }
};

class Sheet {
  #busy = Promise.resolve();
  #width = 0;

  constructor(pane, pdf, say) {
    this.pane = pane;
    this.pdf = pdf;
    this.say = say;
    this.sheet = pane.querySelector(".sheet");
    this.cited = Math.min(Math.max(1, Number(pane.dataset.page)), pdf.numPages);
    this.number = this.cited;
  }

  async start() {
    this.sheet.hidden = false;
    this.pane.querySelector(".turning").hidden = this.pdf.numPages < 2;
    for (const button of this.pane.querySelectorAll(".turn")) {
      button.addEventListener("click", () => this.turn(Number(button.dataset.by)));
    }
    // also when the pane is shown for the first time, or the window changes its width
    new ResizeObserver(() => {
      const width = this.sheet.clientWidth;
      if (width > 0 && Math.abs(width - this.#width) > 20) this.show();
    }).observe(this.sheet);
  }

  turn(by) {
    const wanted = this.number + by;
    if (wanted < 1 || wanted > this.pdf.numPages) return;
    this.number = wanted;
    this.show();
  }

  show() {
    this.#width = this.sheet.clientWidth;
    this.#busy = this.#busy.then(() => this.#draw(this.number, Math.max(this.#width, READABLE))).catch((error) => {
      console.warn(error);
      this.say(this.pane.dataset.sayFailed, false);
    });
  }

  async #draw(number, width) {
    const { dataset } = this.pane;
    const page = await this.pdf.getPage(number);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: width / natural.width });
    const dense = Math.min(devicePixelRatio || 1, WIDEST / viewport.width, HIGHEST / viewport.height);
    const paper = document.createElement("div");
    paper.className = "paper";
    paper.style.setProperty("--total-scale-factor", viewport.scale);
    paper.style.width = `${viewport.width}px`;
    paper.style.height = `${viewport.height}px`;
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * dense);
    canvas.height = Math.floor(viewport.height * dense);
    canvas.style.width = `${viewport.width}px`;
    canvas.style.height = `${viewport.height}px`;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", dataset.sayLabel.replace("{page}", number));
    const layer = document.createElement("div");
    layer.className = "textLayer";
    layer.lang = document.querySelector(".document")?.lang ?? "";
    paper.append(canvas, layer);
    const transform = dense === 1 ? null : [dense, 0, 0, dense, 0, 0];
    const text = await page.getTextContent();
    const spans = new TextLayer({ textContentSource: text, container: layer, viewport });
    await Promise.all([page.render({ canvas, viewport, transform }).promise, spans.render()]);
    const first = number === this.cited ? this.#mark(spans) : null;
    if (number !== this.number) return; // turned on meanwhile
    this.sheet.replaceChildren(paper);
    this.#told(number, first);
    const [from, to] = [paper, first ?? paper].map((element) => element.getBoundingClientRect());
    this.sheet.scrollTo({ top: Math.max(0, to.top - from.top - 80), left: Math.max(0, to.left - from.left - 20) });
    page.cleanup();
  }

  // the first mark, or null
  #mark(spans) {
    const { quote, before, after } = this.pane.dataset;
    const ranges = quote ? find(spans.textContentItemsStr, quote, before, after) : null;
    let firstMark = null;
    for (const [item, start, end] of ranges ?? []) {
      const span = spans.textDivs[item];
      const string = span.textContent;
      const mark = document.createElement("mark");
      mark.textContent = string.slice(start, end);
      span.replaceChildren(string.slice(0, start), mark, string.slice(end));
      firstMark ??= mark;
    }
    return firstMark;
  }

  #told(number, first) {
    const { dataset } = this.pane;
    const fill = (text) => text.replace("{page}", number).replace("{pages}", this.pdf.numPages);
    this.pane.querySelector(".which").textContent = fill(dataset.sayOf);
    for (const button of this.pane.querySelectorAll(".turn")) {
      const wanted = number + Number(button.dataset.by);
      button.disabled = wanted < 1 || wanted > this.pdf.numPages;
    }
    if (dataset.cited === "no") this.say(fill(dataset.sayUnquoted));
    else if (number !== this.cited) this.say(dataset.sayElsewhere.replace("{page}", this.cited));
    else if (first) this.say(fill(dataset.sayMarked), true);
    else this.say(dataset.sayUnmarked, false);
  }
}
