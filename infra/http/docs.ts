// The API's own documentation: the document, and a page that reads it without any inline script.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type Express } from 'express';
import type { Route } from '#domain/kernel/route.ts';
import { makeOpenApi } from './openapi.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Synchron Hub API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="icon" type="image/png" href="/docs/favicon-32x32.png"></head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true, docExpansion: 'none', persistAuthorization: false });\n`;
const ASSETS = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);

export function mountDocs(app: Express, routes: readonly Route[], version: string): void {
  const document = JSON.stringify(makeOpenApi(routes, version));
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/openapi.json', (_req, res) => void res.type('json').send(document));
  app.get('/docs', (_req, res) => void res.type('html').send(PAGE));
  app.get('/docs/start.js', (_req, res) => void res.type('js').send(START));
  const files = express.static(assets, { index: false, maxAge: '1h' });
  app.use('/docs', (req, res, next) => (ASSETS.has(req.path) ? files(req, res, next) : next()));
}
