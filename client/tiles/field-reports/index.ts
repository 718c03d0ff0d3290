import { z } from 'zod';
import { REPORT_CATEGORIES } from '../../../shared/model/vocabulary.ts';
import { defineTile } from '../manifest.ts';
import en from './en.json';
import { FieldReports } from './FieldReports.tsx';
import vi from './vi.json';

export const fieldReports = defineTile({
  name: 'field-reports',
  kinds: ['field-report.recorded'],
  props: z.strictObject({
    /** None: every category. */
    categories: z.array(z.enum(REPORT_CATEGORIES)).default([]),
  }),
  defaultSize: { w: 10, h: 7 },
  component: FieldReports,
  messages: { vi, en },
});
