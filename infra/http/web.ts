// The single-page application: hashed assets for ever, everything else the page itself.
import { join } from 'node:path';
import express, { type Express } from 'express';

/** Serves `folder`; any other path a browser navigates to answers its index.html. API-like paths stay 404. */
export function mountWeb(app: Express, folder: string): void {
  const name = (): ((req: unknown, res: express.Response, next: () => void) => void) => (_req, res, next) => {
    res.locals['route'] = 'web';
    next();
  };
  app.use('/assets', name(), express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true, index: false }));
  app.use(express.static(folder, { index: false, maxAge: '1h' }));
  app.get('/{*any}', (req, res, next) => {
    if (/^\/(api|fhir|hub|docs|assets|socket\.io)(\/|$)/.test(req.path) || !req.accepts('html')) return next();
    res.locals['route'] = 'web';
    res.set('Cache-Control', 'no-cache').sendFile(join(folder, 'index.html'));
  });
}
