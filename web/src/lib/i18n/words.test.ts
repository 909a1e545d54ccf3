import { FluentBundle, FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, spoken } from '../../../scripts/words.js';

/** Every message of a language, with the values that it takes. */
function messages(lang: string): Map<string, string[]> {
  const folder = `locales/${lang}`;
  const found = new Map<string, string[]>();
  for (const name of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const block of text.split(/\n(?=[a-z][\w-]* =)/i)) {
      const key = /^([a-z][\w-]*) =/i.exec(block)?.[1];
      if (!key) continue;
      expect(found.has(key), `${lang}: "${key}" stands twice`).toBe(false);
      const values = [...block.matchAll(/\$([a-z]+)/g)].map(([, value]) => value ?? '');
      found.set(key, [...new Set(values)].sort());
    }
  }
  return found;
}

/** The text of every file of the pages. */
function sources(folder = 'src'): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /keys\.ts$|\.test\.ts$/.test(path) ? '' : readFileSync(path, 'utf8');
    })
    .join('\n');
}

const es = messages('es');
const others = [messages('en'), messages('fr')];

describe('the words', () => {
  it('are the same in every language, with the same values', () => {
    expect(es.size).toBeGreaterThan(300);
    for (const other of others) {
      expect([...other.keys()].sort()).toEqual([...es.keys()].sort());
      for (const [key, values] of es) expect(other.get(key), key).toEqual(values);
    }
  });

  it('are all used', () => {
    const text = sources();
    const literal = new Set([...text.matchAll(/'([a-z][\w-]+)'/g)].map(([, key]) => key));
    // Keys with a variable end, such as `phase-${…}`.
    const prefixes = [...text.matchAll(/`([a-z][\w-]*-)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = [...es.keys()].filter(
      (key) => !literal.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it.each(['es', 'en', 'fr'])('can be read without a fault: %s', (lang) => {
    for (const name of readdirSync(`locales/${lang}`)) {
      const bundle = new FluentBundle(lang);
      const text = readFileSync(`locales/${lang}/${name}`, 'utf8');
      expect(bundle.addResource(new FluentResource(text))).toEqual([]);
    }
  });

  it('of a page are its own and those of what it imports, and no others', () => {
    const { frame, pages: files } = pages();
    const keys = [...es.keys()];
    const find = spoken(files.get('/find') ?? [], keys);
    expect(find).toEqual(expect.arrayContaining(['find-do', 'language-which', 'role-witness']));
    expect(find.filter((key) => /^(coop|profile|news)-/.test(key))).toEqual([]);
    expect(spoken(frame, keys)).toEqual(expect.arrayContaining(['nav-find', 'ring-answer']));
    // Parts that are loaded on demand bring their words with the page.
    expect(spoken(files.get('/hearing/[id]') ?? [], keys)).toEqual(
      expect.arrayContaining(['check-begin', 'witness-break', 'phase-recess', 'feedback-thanks']),
    );
  });

  it('reach a page, each of them', () => {
    const { frame, pages: files } = pages();
    const keys = [...es.keys()].filter((key) => !key.startsWith('push-'));
    const reached = new Set([frame, ...files.values()].flatMap((page) => spoken(page, keys)));
    expect(keys.filter((key) => !reached.has(key))).toEqual([]);
  });
});
