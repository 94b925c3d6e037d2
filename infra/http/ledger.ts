// The public part of the ledger: files that anybody may fetch and keep. They hold digests under random names and nothing else.
import express, { type Express } from 'express';

/** Serves `folder` under `/ledger`: checkpoints for a few seconds, tiles for ever. */
export function mountLedger(app: Express, folder: string): void {
  app.use(
    '/ledger',
    (_req, res, next) => {
      res.locals['route'] = 'ledger';
      next();
    },
    express.static(folder, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      etag: true,
      setHeaders: (res, path) => {
        const isCheckpoint = path.endsWith('checkpoint');
        res.setHeader('Content-Type', isCheckpoint ? 'text/plain; charset=utf-8' : 'application/octet-stream');
        res.setHeader('Cache-Control', isCheckpoint ? 'public, max-age=2' : 'public, max-age=31536000, immutable');
        res.setHeader('Access-Control-Allow-Origin', '*');
      },
    }),
  );
}
