/** The English words of the hearing room, which no other page has to load. */
const files = import.meta.glob<string>('/locales/en/{check,console,room,witness}.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export default Object.values(files).join('\n');
