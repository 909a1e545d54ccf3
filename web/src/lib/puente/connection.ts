/**
 * The WebSocket of one seat in a live hearing. It never gives up: when the
 * link or the server is gone it comes back by itself, with growing pauses.
 */
import type { Act, FromServer, Problem, ToServer } from './protocol';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
/** A dead link is silent; without an answer for this long it counts as lost. */
const PING_EVERY_MS = 2500;
const SILENCE_IS_LOSS_MS = 7000;

/**
 * How long to wait before try number `attempt` (0, 1, 2 …). `random` is in
 * [0, 1): half of the pause is jitter, so that a restarted server is not met
 * by everybody at the same instant.
 */
export function pause_ms(attempt: number, random: number): number {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS);
  return full / 2 + (full / 2) * random;
}

export interface ConnectionEvents {
  /** A message of the server, except those the connection answers itself. */
  message(message: FromServer): void;
  /** The socket opened (`true`) or was lost (`false`). */
  online(online: boolean): void;
}

/** An act that the server refused, or that could not be sent. */
export class Refused extends Error {
  constructor(readonly problem: Problem | null) {
    super(problem?.detail ?? 'not sent');
  }
}

interface Waiting {
  resolve(): void;
  reject(reason: Refused): void;
}

export class HearingConnection {
  #socket: WebSocket | null = null;
  #attempt = 0;
  #next_id = 1;
  #waiting = new Map<string, Waiting>();
  /** The stop of a witness is never lost: it is sent again after a gap. */
  #stop_pending = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #last_heard_ms = 0;
  #over = false;

  constructor(
    private readonly url: string,
    private lang: string,
    private readonly events: ConnectionEvents,
  ) {}

  open(): void {
    this.#over = false;
    this.#connect();
  }

  /** Ends the connection for good: the page is left, or the server ended it. */
  close(): void {
    this.#over = true;
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Words of the minutes come in this language from now on. */
  speak(lang: string): void {
    if (lang === this.lang) return;
    this.lang = lang;
    this.send({ type: 'hello', v: 1, lang });
  }

  /** Comes back at once instead of waiting out the pause, for example when the network returns. */
  hurry(): void {
    if (this.#over || this.#socket?.readyState === WebSocket.OPEN) return;
    clearTimeout(this.#retry);
    this.#drop();
    this.#connect();
  }

  /** Sends unless the socket is down; says whether it was sent. */
  send(message: ToServer): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Resolves when the server did it; rejects with {@link Refused}. */
  act(act: Act): Promise<void> {
    const id = String(this.#next_id++);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.send({ type: 'act', id, act })) return;
      this.#waiting.delete(id);
      if (act.type === 'stop') {
        this.#stop_pending = true;
        resolve();
      } else {
        reject(new Refused(null));
      }
    });
  }

  #connect(): void {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#last_heard_ms = performance.now();
      this.send({ type: 'hello', v: 1, lang: this.lang });
      this.#ping = setInterval(() => this.#keep_alive(), PING_EVERY_MS);
    };
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = () => this.#lost(socket);
  }

  #hear(data: string): void {
    this.#last_heard_ms = performance.now();
    const message = JSON.parse(data) as FromServer;
    switch (message.type) {
      case 'pong':
        return;
      case 'done':
        this.#settle(message.id)?.resolve();
        return;
      case 'refused':
        this.#settle(message.id)?.reject(new Refused(message.problem));
        return;
      case 'ended':
        this.close();
        break;
      case 'welcome':
        this.#attempt = 0;
        this.events.online(true);
        break;
    }
    this.events.message(message);
    if (message.type === 'welcome' && this.#stop_pending) {
      this.#stop_pending = false;
      this.act({ type: 'stop' }).catch(() => undefined);
    }
  }

  #keep_alive(): void {
    if (performance.now() - this.#last_heard_ms > SILENCE_IS_LOSS_MS) {
      const socket = this.#socket;
      if (socket) this.#lost(socket);
      return;
    }
    this.send({ type: 'ping', t: Math.round(performance.now()) });
  }

  #settle(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#drop();
    if (this.#over) return;
    this.events.online(false);
    this.#retry = setTimeout(() => this.#connect(), pause_ms(this.#attempt++, Math.random()));
  }

  /** Lets go of the socket and of every act that waits for its answer. */
  #drop(): void {
    clearInterval(this.#ping);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const waiting of this.#waiting.values()) waiting.reject(new Refused(null));
    this.#waiting.clear();
  }
}
