/** The hub's own words come in Turkish unless English is asked for first (`Accept-Language`). */
export const languageOf = (headers: Readonly<Record<string, string | undefined>>): 'tr' | 'en' => {
  const asked = (headers['accept-language'] ?? '').toLowerCase().split(',');
  return asked.map((part) => part.trim().slice(0, 2)).find((code) => code === 'tr' || code === 'en') === 'en' ? 'en' : 'tr';
};
