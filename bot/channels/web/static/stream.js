// Follow the chat: lines arrive by themselves, and after a gap from where the page stopped.
const REOPEN = 10_000;
const SILENCE = 4_000; // a server that starts again is back sooner: no alarm

export function follow(log, tell) {
  let source;
  let alarm;

  function open() {
    source = new EventSource(`/chat/events?after=${log.last}&since=${log.first || 1}`);
    source.addEventListener("open", () => {
      clearTimeout(alarm);
      alarm = undefined;
      tell.open();
    });
    source.addEventListener("message", (event) => tell.message(event.data));
    source.addEventListener("edit", (event) => tell.edit(event.data));
    source.addEventListener("forget", (event) => tell.forget(Number(event.data)));
    source.addEventListener("error", () => {
      alarm ??= setTimeout(tell.lost, SILENCE);
      // The browser comes back by itself unless the answer was an error.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, REOPEN);
    });
  }

  open();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && open());
}
