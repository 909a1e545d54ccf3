import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HearingConnection, pause_ms, Refused } from './connection';
import type { FromServer } from './protocol';

describe('pauses before coming back', () => {
  it('grow from 100 ms to 2 s, and never beyond', () => {
    expect(pause_ms(0, 1)).toBe(100);
    expect(pause_ms(0, 0)).toBe(50);
    expect(pause_ms(3, 1)).toBe(800);
    for (const attempt of [5, 20, 10_000]) {
      expect(pause_ms(attempt, 1)).toBe(2000);
      expect(pause_ms(attempt, 0)).toBe(1000);
    }
  });
});

/** A socket without a network. */
class Wire {
  static all: Wire[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    Wire.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.onopen?.();
  }
  says(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  breaks() {
    this.readyState = 3;
    this.onclose?.();
  }
}

describe('the connection of a seat', () => {
  let heard: FromServer[];
  let online: boolean[];
  let connection: HearingConnection;
  const last = () => Wire.all.at(-1) as Wire;
  const welcome = { type: 'welcome', instance: 'a', seat: 1 };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', Wire);
    Wire.all = [];
    heard = [];
    online = [];
    connection = new HearingConnection('ws://x', 'es', {
      message: (message) => heard.push(message),
      online: (now) => online.push(now),
    });
    connection.open();
    last().opens();
    last().says(welcome);
  });
  afterEach(() => {
    connection.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('says hello first, in the language of the page', () => {
    expect(last().sent[0]).toEqual({ type: 'hello', v: 1, lang: 'es' });
    expect(heard[0]?.type).toBe('welcome');
  });

  it('comes back by itself, again and again', async () => {
    for (let i = 0; i < 30; i++) {
      const before = Wire.all.length;
      last().breaks();
      await vi.advanceTimersByTimeAsync(2001);
      expect(Wire.all.length).toBe(before + 1);
    }
    last().opens();
    last().says(welcome);
    expect(online.at(-1)).toBe(true);
  });

  it('notices a line that has died without a word', async () => {
    await vi.advanceTimersByTimeAsync(12_500);
    expect(online.at(-1)).toBe(false);
    expect(Wire.all.length).toBeGreaterThan(1);
  });

  it('does not come back once the server has ended it', async () => {
    last().says({ type: 'ended', because: 'removed' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Wire.all.length).toBe(1);
  });

  it('answers an act by its number, and passes a refusal on', async () => {
    const one = connection.act({ type: 'admit', seat: 2 });
    const two = connection.act({ type: 'close' });
    const [first, second] = last().sent.slice(-2) as { id: string }[];
    last().says({ type: 'refused', id: second?.id, problem: { detail: 'no' } });
    last().says({ type: 'done', id: first?.id });
    await expect(one).resolves.toBeUndefined();
    await expect(two).rejects.toMatchObject({ problem: { detail: 'no' } });
  });

  it('tells that an act was not sent while the line is down, but keeps the stop', async () => {
    last().breaks();
    await expect(connection.act({ type: 'close' })).rejects.toBeInstanceOf(Refused);
    await expect(connection.act({ type: 'stop' })).resolves.toBeUndefined();
    await vi.advanceTimersByTimeAsync(2001);
    last().opens();
    last().says(welcome);
    expect(last().sent.filter(({ type }) => type === 'act')).toMatchObject([
      { act: { type: 'stop' } },
    ]);
  });

  it('asks anew in another language, on the same socket', async () => {
    connection.speak('en');
    expect(Wire.all.length).toBe(1);
    expect(last().sent.at(-1)).toEqual({ type: 'hello', v: 1, lang: 'en' });
    last().breaks();
    await vi.advanceTimersByTimeAsync(2001);
    last().opens();
    expect(last().sent[0]).toMatchObject({ lang: 'en' });
  });
});
