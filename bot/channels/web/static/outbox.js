// What was written leaves in order, one at a time, and again under the same id until it is stored.
const MOST_PAUSE = 15;
const PATIENCE = 20_000;
const PATIENCE_WITH_PHOTO = 120_000;

// crypto.randomUUID is missing over plain http.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  constructor(address, tell) {
    this.address = address;
    this.tell = tell;
    this.items = [];
    this.busy = false;
    this.failures = 0;
    this.wake = null;
  }

  add(item) {
    item.id = newId();
    this.items.push(item);
    this.drain();
    return item;
  }

  // Try at once: the network is back.
  retry() {
    if (this.failures) this.wake?.();
    else this.tell.online();
  }

  async drain() {
    if (this.busy) return;
    this.busy = true;
    while (this.items.length) {
      const pause = await this.send(this.items[0]);
      if (pause) await this.rest(pause);
      else this.items.shift();
    }
    this.busy = false;
  }

  // Return the seconds after which to try again, 0 when this one is settled.
  async send({ line, ...item }) {
    let answer;
    try {
      answer = await (item.photo ? this.postPhoto(item) : this.post(item));
    } catch {
      return this.fail();
    }
    if (answer.status >= 500) return this.fail();
    if (answer.status === 429) {
      this.tell.waiting();
      return Number(answer.headers.get("Retry-After")) || 1;
    }
    this.failures = 0;
    this.tell.online();
    if (answer.ok) this.tell.sent(item);
    else this.tell.refused({ ...item, line }, await reasonOf(answer));
    return 0;
  }

  post({ id, text, press, ref }) {
    return fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id, text, press, ref }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  postPhoto({ id, ref, photo }) {
    return fetch(`/chat/photos?id=${id}&ref=${ref}`, {
      method: "POST",
      headers: { "Content-Type": photo.type },
      body: photo,
      signal: AbortSignal.timeout(PATIENCE_WITH_PHOTO),
    });
  }

  fail() {
    this.tell.offline();
    this.failures += 1;
    return Math.min(2 ** (this.failures - 1), MOST_PAUSE);
  }

  rest(seconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }
}

// A proxy that refuses says no sentence of ours.
async function reasonOf(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    return "";
  }
}
