// A file through the session's token, with its progress, kept in memory and then handed to the browser.
import { Problem, readAnswer, unreachable } from '../api/problem.ts';
import type { Session } from '../api/session.ts';

export type Fetched = { readonly name: string; readonly blob: Blob };

/** Rejects with a Problem, also when the connection ends before the file does. */
export async function fetchFile(session: Session, path: string, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Fetched> {
  const ask = async () => {
    const headers = { authorization: `Bearer ${await session.token()}` };
    const answer = await fetch(path, { headers, signal }).catch((error: unknown) => Promise.reject(unreachable(error)));
    return answer.ok ? answer : readAnswer<never>(answer);
  };
  const answer = await ask().catch(async (error: unknown) => {
    if (!(error instanceof Problem && error.code === 'auth.step-up')) throw error;
    await session.stepUp(error);
    return ask();
  });
  if (!answer.body) return readAnswer<never>(answer);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => Promise.reject(unreachable(error)));
    if (done) break;
    parts.push(value);
    onBytes((bytes += value.length));
  }
  const name = /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'evidence.tar.gz';
  return { name, blob: new Blob(parts, { type: 'application/gzip' }) };
}

export function save({ name, blob }: Fetched): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
