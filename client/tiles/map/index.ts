import { defineTile } from '../manifest.ts';
import en from './en.json';
import { MapTile } from './MapTile.tsx';
import { MapProps } from './props.ts';
import vi from './vi.json';

export const map = defineTile({
  name: 'map',
  kinds: ['camera-event.observed', 'field-report.recorded', 'sensor.observed', 'camera.state'],
  props: MapProps,
  defaultSize: { w: 14, h: 18 },
  component: MapTile,
  messages: { vi, en },
});
