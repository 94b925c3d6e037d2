// Error messages of parsers and databases quote their input, and input is where names and diagnoses are.

const LONGEST = 400;

/** `text` without quoted parts, e-mail addresses and long numbers, cut to a bounded length. */
export const scrub = (text: string): string =>
  text
    .slice(0, 4 * LONGEST)
    .replace(/"[^"]*"?|`[^`]*`?|(?<![A-Za-z])'[^']*'?/g, '"…"')
    .replace(/\S+@\S+/g, '…@…')
    .replace(/\+?\d[\d ()-]{5,}\d/g, '…')
    .slice(0, LONGEST);

/** Where it happened, without what was said: the frames of a stack. */
export const frames = (stack: string | undefined): string[] =>
  (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 12);
