/**
 * Hears from the server when something of mine changed (`GET /api/events`), so
 * that no page shows an offer that somebody else has already taken.
 */

/** Calls `changed` after every event and whenever the line was cut. Returns how to end it. */
export function on_news(changed: () => void): () => void {
  const source = new EventSource('/api/events');
  source.onmessage = changed;
  let opened = false;
  source.onopen = () => {
    // What happened while the line was cut is learnt by asking again.
    if (opened) changed();
    opened = true;
  };
  return () => source.close();
}
