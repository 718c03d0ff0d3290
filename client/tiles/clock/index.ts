import { z } from 'zod';
import { defineTile } from '../manifest.ts';
import { Clock } from './Clock.tsx';
import en from './en.json';
import vi from './vi.json';
import { THREE_SHIFTS } from './view-model.ts';

const Hour = z.number().min(0).max(24);

export const clock = defineTile({
  name: 'clock',
  kinds: ['centre.defined'],
  props: z.strictObject({
    shifts: z
      .array(z.strictObject({ name: z.string().min(1).max(30), from: Hour, to: Hour }))
      .max(12)
      .default(THREE_SHIFTS),
  }),
  defaultSize: { w: 24, h: 3 },
  component: Clock,
  messages: { vi, en },
});
