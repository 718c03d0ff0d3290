import { z } from 'zod';
import { defineTile } from '../manifest.ts';
import en from './en.json';
import { NOTICE_SIZES } from './fit.ts';
import { Notice } from './Notice.tsx';
import vi from './vi.json';

export const notice = defineTile({
  name: 'notice',
  // Its words come with the scene: nothing of the log is on it.
  kinds: [],
  props: z.strictObject({
    title: z.string().max(80).normalize('NFC').default(''),
    text: z.string().max(600).normalize('NFC').default(''),
    /** In units; `fit`: the largest that the tile has room for. */
    size: z.enum(NOTICE_SIZES).default('fit'),
  }),
  defaultSize: { w: 10, h: 6 },
  component: Notice,
  messages: { vi, en },
});
