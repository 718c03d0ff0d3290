import { z } from 'zod';
import { CAMERA_EVENT_TYPES } from '../../../shared/model/vocabulary.ts';
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
    /** None: every type. */
    types: z.array(z.enum(CAMERA_EVENT_TYPES)).default([]),
  }),
  defaultSize: { w: 10, h: 9 },
  component: CameraEvents,
  messages: { vi, en },
});
