/**
 * Hears from the server when something of mine changed (`GET /api/events`), so
 * that no page shows an offer that somebody else has already taken.
 */

/**
 * Calls `changed` after every event and whenever the line was cut, one call at
 * a time: of two answers on their way the older could come last, and stay on
 * the page. Returns how to end it.
 */
export function on_news(changed: () => Promise<void>): () => void {
  let busy = false;
  let more = false;
  async function hear(): Promise<void> {
    more = true;
    if (busy) return;
    busy = true;
    while (more) {
      more = false;
      await changed();
    }
    busy = false;
  }
  const source = new EventSource('/api/events');
  source.onmessage = () => void hear();
  let opened = false;
  source.onopen = () => {
    // What happened while the line was cut is learnt by asking again.
    if (opened) void hear();
    opened = true;
  };
  return () => source.close();
}
