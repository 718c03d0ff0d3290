import { z } from 'zod';
import { defineTile } from '../manifest.ts';
import en from './en.json';
import { Status } from './Status.tsx';
import vi from './vi.json';

export const status = defineTile({
  name: 'status',
  kinds: ['source.registered', 'source.state'],
  props: z.strictObject({}),
  defaultSize: { w: 10, h: 5 },
  component: Status,
  messages: { vi, en },
});
