// Everything the server answers over plain HTTP. Health and version are for anybody; the rest needs an account when accounts are on.
import { type Access, type Authenticate } from '../auth/access.ts';
import { RpcError, Status } from '../grpc/status.ts';
import { VERSION } from '../protocol/server.ts';
import { type Answer, answer, type HttpRequest, json, text } from './answer.ts';
import { asPrometheus, type Figures } from './figures.ts';

/** `find` answers a route of the browser page, or undefined when the path is none of its own. */
export type Pages = (url: URL, access: Access) => Promise<Answer | undefined> | Answer | undefined;
type Deps = { figures: Figures; authenticate: Authenticate; pages: Pages; isLocal: (host: string) => boolean };

const ABOUT = 'Not found. Try /, /health/live, /stats, /metrics or /info.\n';
const CHALLENGE = { 'www-authenticate': 'Basic realm="event store", charset="UTF-8"' };

function refusal(error: unknown): Answer {
  if (!(error instanceof RpcError)) throw error;
  if (error.code === Status.UNAUTHENTICATED || error.code === Status.PERMISSION_DENIED) return text(401, `${error.message}\n`, CHALLENGE);
  return text(error.code === Status.NOT_FOUND ? 404 : 400, `${error.message}\n`);
}

export function makeHttp({ figures, authenticate, pages, isLocal }: Deps): (request: HttpRequest) => Promise<Answer> {
  async function route(url: URL, { headers }: HttpRequest): Promise<Answer> {
    if (url.pathname === '/health/live') return text(204, '');
    if (url.pathname === '/info') return json({ protocolVersion: VERSION, server: 'embedded' });
    const access = authenticate(headers.authorization);
    access.asMember();
    if (url.pathname === '/stats') return json(figures());
    if (url.pathname === '/metrics') return answer(200, 'text/plain; version=0.0.4', asPrometheus(figures()));
    // A page of another site must not read events through a name that it has pointed at this machine.
    if (!isLocal(String(headers.host ?? ''))) return text(421, 'This server is not known by that name.\n');
    return (await pages(url, access)) ?? text(404, ABOUT);
  }
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return text(405, 'Only GET is answered here; the event store speaks gRPC.\n', { allow: 'GET, HEAD' });
    try {
      return await route(new URL(request.path, 'http://localhost'), request);
    } catch (error) {
      try {
        return refusal(error);
      } catch {
        return text(error instanceof TypeError ? 400 : 500, 'The request could not be answered.\n');
      }
    }
  };
}
