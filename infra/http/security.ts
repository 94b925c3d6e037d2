// Response headers that limit what a browser will do with our pages. Same origin only: scripts, data, sockets.
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** `https`: the hub is reached by https, so browsers may be told to insist on it. The headers are the same for every answer, so they are made once. */
export function securityHeaders(https: boolean): (res: ServerResponse) => void {
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  helmetFor(https)(sample.req, sample, () => {});
  const headers = Object.entries(sample.getHeaders()) as [string, string][];
  return (res) => {
    for (const [name, value] of headers) res.setHeader(name, value);
  };
}

function helmetFor(https: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"], // includes ws and wss of this origin
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
