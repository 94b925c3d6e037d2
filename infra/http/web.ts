// The single-page application: hashed assets for ever, everything else the page itself.
import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';

const asWeb: RequestHandler = (_req, res, next) => {
  res.locals['route'] = 'web';
  next();
};
const NO_PAGE = /^\/(api|fhir|hub|ledger|docs|assets|socket\.io)(\/|$)/;

/** Serves `folder`; any other path a browser navigates to answers its index.html. API-like paths stay 404. */
export function mountWeb(app: Express, folder: string): void {
  app.use('/assets', asWeb, express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(express.static(folder, { index: false, maxAge: '1h' }));
  app.get('/{*any}', (req, res, next) => {
    if (NO_PAGE.test(req.path) || !req.accepts('html')) return next();
    res.locals['route'] = 'web';
    res.set('Cache-Control', 'no-cache').sendFile(join(folder, 'index.html'));
  });
}
