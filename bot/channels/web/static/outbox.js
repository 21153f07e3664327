// What was written leaves in order, one at a time, and again under the same id until it is stored.
const MOST_PAUSE = 15;
const PATIENCE = 20_000;

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
      answer = await this.post({ id: item.id, text: item.text, press: item.press, ref: item.ref });
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
    else this.tell.refused({ ...item, line }, (await answer.json()).error);
    return 0;
  }

  post(body) {
    return fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
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
