// Before Gradio's scripts: the joining of an event is confirmed to them when they have read the end of each stream that
// the server had ended by then, see streams.py. Else they would take such a stream for open and wait for it in vain.
(() => {
  const MOST_MS = 3000;
  const real = window.fetch;
  let ended = 0;
  let waiting = [];

  const untilEnded = (count) => new Promise((resolve) => {
    if (ended >= count) { resolve(); return; }
    waiting.push({ count, resolve });
    setTimeout(resolve, MOST_MS);
  });

  const anEnd = () => {
    ended += 1;
    // Those who read the end are told of it within this task.
    setTimeout(() => {
      waiting.filter((one) => one.count <= ended).forEach((one) => one.resolve());
      waiting = waiting.filter((one) => one.count > ended);
    });
  };

  // The same bytes; their end, of whatever kind, is counted once.
  const noticed = (body) => {
    const reader = body.getReader();
    let isOver = false;
    const over = () => { if (!isOver) anEnd(); isOver = true; };
    return new ReadableStream({
      async pull(out) {
        try {
          const { value, done } = await reader.read();
          if (done) { over(); out.close(); } else out.enqueue(value);
        } catch (error) { over(); out.error(error); }
      },
      cancel(reason) { over(); return reader.cancel(reason); },
    });
  };

  window.fetch = async (...given) => {
    const answer = await real(...given);
    const url = String(given[0]?.url ?? given[0]);
    if (url.includes('/queue/join')) await untilEnded(Number(answer.headers.get('x-streams-ended')));
    if (!url.includes('/queue/data') || !answer.body) return answer;
    return new Response(noticed(answer.body), { status: answer.status, headers: answer.headers });
  };
})();
