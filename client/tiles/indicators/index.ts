import { z } from 'zod';
import { IdField } from '../../../shared/contract/fields.ts';
import { DOMAINS } from '../../../shared/model/vocabulary.ts';
import { defineTile } from '../manifest.ts';
import en from './en.json';
import { Indicators } from './Indicators.tsx';
import vi from './vi.json';
import { CELL_SIZES } from './view-model.ts';

export const indicators = defineTile({
  name: 'indicators',
  kinds: ['indicator.valued'],
  props: z.strictObject({
    /** None: every domain. */
    domains: z.array(z.enum(DOMAINS)).default([]),
    /** Named indicators only, in this order; overrides `domains`. */
    codes: z.array(IdField).max(100).default([]),
    columns: z.int().min(1).max(12).default(4),
    /** Fewer and larger: `large` for what answers first, `huge` for guests. */
    size: z.enum(CELL_SIZES).default('normal'),
  }),
  defaultSize: { w: 14, h: 8 },
  component: Indicators,
  messages: { vi, en },
});
