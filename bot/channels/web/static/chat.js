// The chat page: what is written goes to the outbox, what arrives goes to the log.
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { follow } from "./stream.js";

const find = (id) => document.getElementById(id);
const log = new Log(find("log"), find("pending"), find("newest"), find("empty"));
const notice = find("notice");
const composer = find("composer");
const text = find("text");

function tell(sentence) {
  if (notice.textContent !== sentence) notice.textContent = sentence;
}

const outbox = new Outbox(composer.action, {
  sent: (item) => log.markSent(item.id),
  refused: (item, sentence) => {
    log.markRefused(item, sentence);
    if (item.text && !text.value) text.value = item.text;
  },
  waiting: () => tell(notice.dataset.waiting),
  offline: () => tell(notice.dataset.offline),
  online: () => tell(""),
});

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const written = text.value.trim();
  if (!written) return;
  text.value = "";
  text.focus();
  log.showPending(outbox.add({ text: written }), written);
});

text.addEventListener("keydown", (event) => {
  // isComposing: Enter belongs to the input method while it puts Vietnamese letters together.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

log.root.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  const line = button.closest(".line");
  log.close(line);
  if (button.matches(":focus-visible")) log.expectFocus(line, button.value);
  const item = outbox.add({ press: button.value, ref: line.dataset.id, line });
  log.showPending(item, button.textContent);
});

log.root.addEventListener("change", async ({ target }) => {
  const [chosen] = target.files ?? [];
  if (!chosen) return;
  const line = target.closest(".line");
  const photo = await opened(chosen, Number(target.dataset.most));
  const item = { photo, ref: line.dataset.id, line };
  const { said, failed, large, most } = target.dataset;
  if (!photo) {
    item.id = "photo";
    log.showPending(item, said);
    log.markRefused(item, chosen.size > Number(most) ? large : failed);
    return;
  }
  log.close(line);
  if (target.matches(":focus-visible")) log.expectFocus(line, "");
  log.showPending(outbox.add(item), said);
});

// Read at once: a phone may take the file back before the network is there. Some give it no type,
// or one of their own: the server looks at the picture itself.
async function opened(chosen, most) {
  if (chosen.size > most) return null;
  const type = chosen.type === "image/png" ? chosen.type : "image/jpeg";
  try {
    return new Blob([await chosen.arrayBuffer()], { type });
  } catch {
    return null;
  }
}

follow(log, {
  message: (html) => log.add(html),
  edit: (html) => log.replace(html),
  forget: (first) => log.forget(first),
  open: () => outbox.retry(),
  lost: () => tell(notice.dataset.offline),
});
addEventListener("online", () => outbox.retry());

const copy = find("copy");
const link = find("recovery-link");
copy.hidden = false;
copy.addEventListener("click", async () => {
  link.select();
  if (!(await copied(link.value))) return;
  copy.textContent = copy.dataset.done;
  find("copied").textContent = copy.dataset.done;
});

// There is no clipboard over plain http, and a browser may refuse it.
async function copied(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

const menu = document.querySelector(".menu");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

log.scrollToEnd();
// A font that arrives late makes lines taller.
document.fonts.ready.then(() => log.isAtEnd() && log.scrollToEnd());
