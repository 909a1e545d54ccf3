// The words on the pages, by their keys: a test names what a button is for and
// finds it by what it says, as a person would.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readFileSync, readdirSync } from "node:fs";

function bundle(lang) {
  const folder = new URL(`../../web/locales/${lang}/`, import.meta.url);
  const words = new FluentBundle(lang, { useIsolating: false });
  for (const name of readdirSync(folder).filter((n) => n.endsWith(".ftl"))) {
    words.addResource(new FluentResource(readFileSync(new URL(name, folder), "utf8")));
  }
  return words;
}

const bundles = {};

/** What the pages say for `key` in `lang`; throws for a key that no page has. */
export function words(key, values = null, lang = "es") {
  bundles[lang] ??= bundle(lang);
  const message = bundles[lang].getMessage(key);
  if (!message?.value) throw new Error(`no words for "${key}" in ${lang}`);
  return bundles[lang].formatPattern(message.value, values).trim();
}
