import { z } from 'zod';
import { defineTile } from '../manifest.ts';
import { CameraEvents } from './CameraEvents.tsx';
import en from './en.json';
import vi from './vi.json';

export const cameraEvents = defineTile({
  name: 'camera-events',
  kinds: ['camera-event.observed'],
  props: z.strictObject({
    /** Ended events stay on the list for so long. */
    recentMinutes: z.int().min(0).max(1440).default(30),
  }),
  defaultSize: { w: 10, h: 9 },
  component: CameraEvents,
  messages: { vi, en },
});
