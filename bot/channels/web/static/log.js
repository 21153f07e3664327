// The conversation as the page shows it: lines in their order, what is on its way at the end.
const PRESSABLE = ".choices button, .photo input";
const NEAR = 160; // px from the end: the reader is following

export class Log {
  constructor(root, pending, newest, empty) {
    this.root = root;
    this.pending = pending;
    this.newest = newest;
    this.empty = empty;
    this.first = Number(root.dataset.first);
    this.last = Number(root.dataset.last);
    this.focusNext = false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    newest.addEventListener("click", () => this.scrollToEnd(calm.matches ? "instant" : "smooth"));
    addEventListener("scroll", () => this.isAtEnd() && (newest.hidden = true), { passive: true });
  }

  add(html) {
    const line = parse(html);
    if (document.getElementById(line.id)) return this.replace(html);
    const following = this.isAtEnd();
    if (line.querySelector("[data-question]")) this.closeQuestions();
    const own = this.findPending(line.dataset.update);
    this.startDay(line);
    this.root.insertBefore(line, this.root.querySelector(".pending"));
    own?.remove();
    this.empty?.remove();
    this.last = Math.max(this.last, Number(line.dataset.id));
    this.show(line, following);
  }

  // A line that was rewritten, unless the page has it so already.
  replace(html) {
    const line = parse(html);
    const old = document.getElementById(line.id);
    if (!old || Number(old.dataset.version) >= Number(line.dataset.version)) return;
    const following = this.isAtEnd();
    const focused = old.contains(document.activeElement);
    const pressed = old.dataset.pressed ?? document.activeElement.value ?? "";
    line.dataset.pressed = pressed;
    old.replaceWith(line);
    if (focused) {
      const again = line.querySelector(`button:enabled[value="${CSS.escape(pressed)}"]`);
      (again ?? line).focus({ preventScroll: true });
    }
    if (following) this.scrollToEnd();
  }

  // Lines before this one were erased: they leave the page too, and what was just sent with them.
  forget(first) {
    this.first = first;
    this.root.querySelectorAll(".line").forEach((line) => {
      if (line.matches(".pending") || Number(line.dataset.id) < first) line.remove();
    });
    this.root.querySelectorAll(".day").forEach((day) => {
      if (!day.nextElementSibling?.matches(".line")) day.remove();
    });
    const older = document.getElementById("older");
    if (Number(older?.dataset.before) <= first) older.remove();
  }

  showPending(item, text) {
    const line = this.pending.content.firstElementChild.cloneNode(true);
    line.dataset.item = item.id;
    line.querySelector(".text").textContent = text;
    const when = line.querySelector(".when");
    when.textContent = when.dataset.sending;
    this.root.append(line);
    this.empty?.remove();
    this.scrollToEnd();
  }

  markSent(id) {
    const when = this.findPending(id)?.querySelector(".when");
    if (when) when.textContent = when.dataset.sent;
  }

  markRefused(item, sentence) {
    const line = this.findPending(item.id);
    line?.classList.replace("pending", "failed");
    const photos = item.line?.querySelector(".photo input");
    if (photos) photos.value = ""; // the same may be chosen once more
    if (line) line.querySelector(".when").textContent = sentence || photos?.dataset.failed || "";
    item.line?.querySelectorAll(PRESSABLE).forEach((button) => (button.disabled = false));
  }

  // Spend the buttons of a line that was answered.
  close(line) {
    line.querySelectorAll(PRESSABLE).forEach((button) => {
      // After this event, so that the press itself is not lost with its button.
      setTimeout(() => (button.disabled = true));
    });
  }

  closeQuestions() {
    this.root.querySelectorAll("[data-question]").forEach((form) => this.close(form.parentElement));
  }

  // Who presses by keyboard goes on at the next line, not at the page's beginning.
  expectFocus(line, pressed) {
    this.focusNext = true;
    line.dataset.pressed = pressed;
    line.focus({ preventScroll: true });
  }

  startDay(line) {
    const days = this.root.querySelectorAll(".day");
    if (days.length && days[days.length - 1].textContent === line.dataset.day) return;
    const heading = document.createElement("h2");
    heading.className = "day";
    heading.textContent = line.dataset.day;
    this.root.insertBefore(heading, this.root.querySelector(".pending"));
  }

  show(line, following) {
    const ours = line.classList.contains("ours");
    if (ours && this.focusNext) {
      this.focusNext = false;
      line.focus({ preventScroll: true });
    }
    if (!following) {
      this.newest.hidden = !ours;
      return;
    }
    // A picture has no height yet; the reader goes on following when it has come.
    line.querySelector("img")?.addEventListener("load", () => this.scrollToEnd());
    // A line taller than the window is read from its beginning.
    if (ours && line.offsetHeight > innerHeight * 0.75) line.scrollIntoView({ block: "start" });
    else this.scrollToEnd();
  }

  isAtEnd() {
    const page = document.documentElement;
    return page.scrollHeight - innerHeight - scrollY < NEAR;
  }

  // At once: half-way through a smooth scroll the next line would find the page not at its end.
  scrollToEnd(behavior = "instant") {
    this.newest.hidden = true;
    scrollTo({ top: document.documentElement.scrollHeight, behavior });
  }

  findPending(id) {
    return this.root.querySelector(`.pending[data-item="${CSS.escape(id)}"]`);
  }
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}
