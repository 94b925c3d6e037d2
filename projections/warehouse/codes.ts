// Codes, systems and units as far as they can be nothing else. A source that writes words where a code belongs must not carry a name
// into the warehouse that way.

const matching = (pattern: RegExp) => (value: unknown) => (typeof value === 'string' && pattern.test(value) ? value : '');

/** `4548-4`, `E11.9`, `73211009`. */
export const safeCode = matching(/^[A-Za-z0-9][A-Za-z0-9.:^/_-]{0,39}$/);
/** A URI without parameters, in which a person could be named. */
export const safeSystem = matching(/^(https?:\/\/|urn:)[\w.:/-]{1,150}$/);
/** UCUM: `mm[Hg]`, `10*3/uL`, `{score}`. */
export const safeUnit = matching(/^[\w%.*/^[\]{}'µ()+-]{1,30}$/);
