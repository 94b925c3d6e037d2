// A list that grows at its head and shares its tail: adding copies nothing, so folding a long stream stays linear.
export type Chain<T> = { readonly value: T; readonly rest: Chain<T> } | undefined;

export const add = <T>(value: T, rest: Chain<T>): Chain<T> => ({ value, rest });

/** The newest value that fits. */
export function find<T>(chain: Chain<T>, fits: (value: T) => boolean): T | undefined {
  for (let link = chain; link; link = link.rest) if (fits(link.value)) return link.value;
  return undefined;
}
