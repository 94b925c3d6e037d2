// Pictures for the README, taken from the running product: `HUB_PICTURES=1 node infra/testing/e2e/….int.test.ts`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../../docs/pictures', import.meta.url));

/** Writes docs/pictures/{name}.png when pictures are wanted; else does nothing. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!process.env.HUB_PICTURES) return;
  mkdirSync(FOLDER, { recursive: true });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(700); // arrival animations are over
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}
