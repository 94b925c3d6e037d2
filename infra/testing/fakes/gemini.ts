// A stand-in for Gemini's API on loopback, driven by the real client: server-sent events, JSON, Google's errors. It rewords what it is
// given, and misbehaves as told.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Mood =
  | 'well'
  | 'slow'
  | 'cut'
  | 'not-json'
  | 'empty'
  | 'invents-number'
  | 'loses-number'
  | 'invents-drug'
  | 'invents-diagnosis'
  | 'unavailable'
  | 'bad-key'
  | { quotaForSeconds: number };
type Body = { readonly contents: { readonly parts: { readonly text?: string }[] }[] };
type Words = { readonly tr: string; readonly en: string };

const SPOIL: Readonly<Record<string, (words: Words) => unknown>> = {
  well: (words) => words,
  slow: (words) => words,
  'not-json': ({ en }) => en,
  'invents-number': ({ tr, en }) => ({ tr, en: `${en} Repeat after 14 days.` }),
  'loses-number': ({ tr, en }) => ({ tr, en: en.replace(/[\d.,]+/g, 'a high value') }),
  'invents-drug': ({ tr, en }) => ({ tr: `${tr} Metoprolol başlanabilir.`, en }),
  'invents-diagnosis': ({ tr, en }) => ({ tr, en: `${en} This suggests pancreatitis.` }),
};

/** The faithful answer: the summary it was asked to reword, in other words around it. */
function answerTo(body: Body, mood: string): string {
  const { summary } = JSON.parse(body.contents.at(-1)!.parts[0]!.text!) as { summary: Words };
  const words = { tr: `Kayıtlara göre: ${summary.tr}`, en: `On file: ${summary.en}` };
  const spoilt = (SPOIL[mood] ?? SPOIL.well!)(words);
  return typeof spoilt === 'string' ? spoilt : JSON.stringify(spoilt);
}
const part = (text: string, finishReason?: string) => ({
  candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, ...(finishReason ? { finishReason } : {}) }],
  usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 50, totalTokenCount: 150 },
});

function fail(response: ServerResponse, code: number, status: string, details: object[] = [], headers: Record<string, string> = {}): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { code, status, message: status, details } }));
}

function refuse(response: ServerResponse, mood: Mood): boolean {
  if (typeof mood === 'object') {
    const seconds = String(mood.quotaForSeconds);
    fail(response, 429, 'RESOURCE_EXHAUSTED', [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }], { 'retry-after': seconds });
  } else if (mood === 'unavailable') fail(response, 503, 'UNAVAILABLE');
  else if (mood === 'bad-key') fail(response, 400, 'INVALID_ARGUMENT', [{ reason: 'API_KEY_INVALID' }]);
  else return false;
  return true;
}

function stream(response: ServerResponse, answer: string, mood: Mood): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const half = Math.floor(answer.length / 2);
  const send = (chunk: object) => response.write(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
  if (mood === 'empty') return void response.end();
  send(part(answer.slice(0, half)));
  // The line breaks in the middle of the answer.
  if (mood === 'cut') return void setTimeout(() => response.destroy(), 20);
  send(part(answer.slice(half), 'STOP'));
  response.end();
}

function whole(response: ServerResponse, answer: string, mood: Mood): void {
  const json = JSON.stringify(mood === 'empty' ? { ...part(''), candidates: [] } : part(answer, 'STOP'));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(json)) });
  if (mood !== 'cut') return void response.end(json);
  response.write(json.slice(0, json.length / 2));
  setTimeout(() => response.destroy(), 20);
}

export type Seen = { readonly path: string; readonly key: string | undefined; readonly body: string };
/** `mood(next…)` sets how the next calls go; the last one stays. `slow` answers after `slowMs`. */
export async function startFakeGemini({ slowMs = 2000 }: { slowMs?: number } = {}) {
  let moods: Mood[] = ['well'];
  const seen: Seen[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const mood = moods.length > 1 ? moods.shift()! : moods[0]!;
    seen.push({ path: request.url ?? '', key: request.headers['x-goog-api-key']?.toString(), body });
    if (!/^\/v1beta\/models\/[\w.-]+:(streamGenerateContent\?alt=sse|generateContent)$/.test(request.url ?? '')) return fail(response, 404, 'NOT_FOUND');
    if (refuse(response, mood)) return;
    const answer = answerTo(JSON.parse(body), typeof mood === 'string' ? mood : 'well');
    if (mood === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs).unref());
    if (request.url!.includes(':stream')) return stream(response, answer, mood);
    whole(response, answer, mood);
  };
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    mood: (...next: Mood[]) => void (moods = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type FakeGemini = Awaited<ReturnType<typeof startFakeGemini>>;
