/** All words in Spanish, as one chunk that is loaded on demand. */
const files = import.meta.glob<string>('/locales/es/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export default Object.values(files).join('\n');
