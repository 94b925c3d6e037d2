// A request and its answer as Node has them, without a framework: what is declared is called thousands of times a second. Express serves the rest.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** `originalUrl`: the whole of it, where Express has cut `url` for a mount. */
export type Asked = IncomingMessage & { readonly originalUrl?: string };
/** `locals`: what is noted on the way, for the log line and the answer. */
export type Answering = ServerResponse & { locals: Record<string, unknown> };
export type Headers = Readonly<Record<string, string | undefined>>;

export const headersOf = ({ headers }: Pick<IncomingMessage, 'headers'>): Headers => headers as Headers;
export const urlOf = ({ originalUrl, url = '' }: Pick<Asked, 'originalUrl' | 'url'>): string => originalUrl ?? url;

/** The client's address: the connection's, or what the outermost of `proxies` trusted proxies wrote down. */
export function addressOf({ socket, headers }: Asked, proxies: number): string {
  const direct = socket.remoteAddress ?? 'unknown';
  if (proxies === 0) return direct;
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean); // prettier-ignore
  return [direct, ...told.toReversed()].slice(0, proxies + 1).at(-1)!;
}

const TEXT = /^(text\/|application\/json\b)/i;
/** Text is UTF-8, and says so. */
const withCharset = (type: string): string => (/;\s*charset=/i.test(type) ? type : `${type}; charset=utf-8`);

/** Headers as a route gave them. */
export function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers))
    res.setHeader(name, name.toLowerCase() === 'content-type' && TEXT.test(value) ? withCharset(value) : value);
}

/** Answers with a whole text; to HEAD with its headers alone. */
export function sendText(res: ServerResponse, status: number, type: string, text: string): void {
  res.statusCode = status;
  res.setHeader('Content-Type', withCharset(type));
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
