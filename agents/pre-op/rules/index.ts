// All rules of the pre-operative agent, in the order their findings are shown.
import { preA1c } from './pre-a1c.ts';
import { preAnaemia } from './pre-anaemia.ts';
import { preApt } from './pre-apt.ts';
import { preAsa } from './pre-asa.ts';
import { preBari } from './pre-bari.ts';
import { preBp } from './pre-bp.ts';
import { preDoac } from './pre-doac.ts';
import { preRcri } from './pre-rcri.ts';
import { preStopBang } from './pre-stopbang.ts';
import { preVka } from './pre-vka.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [preAsa, preRcri, preStopBang, preVka, preDoac, preApt, preA1c, preBp, preAnaemia, preBari];
