/** Answers of `work` for each item, in their order; at most `most` are at work at a time. The first failure ends it. */
export async function abreast<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const waiting = items.entries();
  await Promise.all(
    Array.from({ length: Math.min(most, items.length) }, async () => {
      for (const [index, item] of waiting) answers[index] = await work(item);
    }),
  );
  return answers;
}
