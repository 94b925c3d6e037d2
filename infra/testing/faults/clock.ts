// Loaded before a process of the hub (`node --import`): its clock is off by as many milliseconds as the file HUB_CLOCK_FILE says.
import { readFileSync } from 'node:fs';

const file = process.env['HUB_CLOCK_FILE'];
const Real = Date;
let off = 0;
const look = () => {
  try {
    off = Number(readFileSync(file!, 'utf8')) || 0;
  } catch {
    off = 0;
  }
};

class Jumping extends Real {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(Real.now() + off);
    else super(...(given as [number]));
  }
  static override now = (): number => Real.now() + off;
}

if (file) {
  look();
  setInterval(look, 200).unref();
  globalThis.Date = Jumping as DateConstructor;
}
