import { readAnswer, unreachable } from './problem.ts';

/** For what nobody has to be signed in for. */
export const postOpen = async (path: string, body: object): Promise<void> =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    .catch((error: unknown) => Promise.reject(unreachable(error)))
    .then((answer) => readAnswer<void>(answer));
