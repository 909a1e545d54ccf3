/** The Spanish words of the office pages, as one chunk that is loaded on demand. */
const files = import.meta.glob<string>(
  ['/locales/es/*.ftl', '!/locales/es/{check,console,room,witness}.ftl'],
  { query: '?raw', import: 'default', eager: true },
);

export default Object.values(files).join('\n');
