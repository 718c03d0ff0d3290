import { z } from 'zod';
import { defineTile } from '../manifest.ts';
import en from './en.json';
import { FieldReports } from './FieldReports.tsx';
import vi from './vi.json';

export const fieldReports = defineTile({
  name: 'field-reports',
  kinds: ['field-report.recorded'],
  props: z.strictObject({}),
  defaultSize: { w: 10, h: 7 },
  component: FieldReports,
  messages: { vi, en },
});
