// Turns many single questions asked in the same moment into one: opening a list of 100 patients is one query, not 100.
type Waiting<K, V> = { key: K; resolve: (value: V) => void; reject: (error: unknown) => void };

/** `ask` answers in the order of the keys. */
export function gather<K, V>(ask: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  let waiting: Waiting<K, V>[] = [];
  const flush = async () => {
    const asked = waiting;
    waiting = [];
    try {
      const answers = await ask(asked.map(({ key }) => key));
      asked.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ key, resolve, reject }) === 1) setImmediate(flush);
    });
}
