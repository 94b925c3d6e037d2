import type { Rule } from './rule.ts';
import { secBulk } from './sec-bulk.ts';
import { secClearText } from './sec-clear-text.ts';
import { secFreeText } from './sec-free-text.ts';
import { secGlassOften } from './sec-glass-often.ts';
import { secHours } from './sec-hours.ts';
import { secKeptBack } from './sec-kept-back.ts';
import { secNoEpisode } from './sec-no-episode.ts';
import { secNotJustified } from './sec-not-justified.ts';
import { secOwnGrant } from './sec-own-grant.ts';

export const rules: readonly Rule[] = [secBulk, secKeptBack, secHours, secNoEpisode, secGlassOften, secNotJustified, secOwnGrant, secClearText, secFreeText];
