/** The French words of the hearing room, which no other page has to load. */
const files = import.meta.glob<string>('/locales/fr/{check,console,room,witness}.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export default Object.values(files).join('\n');
