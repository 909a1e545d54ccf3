/** The French words of the office pages, as one chunk that is loaded on demand. */
const files = import.meta.glob<string>(
  ['/locales/fr/*.ftl', '!/locales/fr/{check,console,room,witness}.ftl'],
  { query: '?raw', import: 'default', eager: true },
);

export default Object.values(files).join('\n');
