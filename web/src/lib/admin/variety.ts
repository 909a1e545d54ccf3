/** The code of a variety that a country adds: the language's, and the place in plain letters. */

/** `mam` and “San Pedro Sacatepéquez” are `mam-san-pedro-sacatepequez`. */
export function variety_code(language: string, place: string): string {
  const [base = ''] = language.split('-');
  const plain = place
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return base && plain ? `${base}-${plain}` : '';
}

/** What somebody wrote between commas, without the empty ones. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
