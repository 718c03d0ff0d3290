import { z } from 'zod';
import { defineTile } from '../manifest.ts';
import en from './en.json';
import { Ticker } from './Ticker.tsx';
import vi from './vi.json';

export const ticker = defineTile({
  name: 'ticker',
  kinds: ['camera-event.observed', 'field-report.recorded', 'source.state', 'boundaries.imported'],
  props: z.strictObject({ columns: z.int().min(1).max(8).default(3), max: z.int().min(1).max(60).default(12) }),
  defaultSize: { w: 24, h: 2 },
  component: Ticker,
  messages: { vi, en },
});
